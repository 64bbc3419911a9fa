/** What can go wrong on a live fake's way to its server, to be switched on and off while it runs. */

export interface Faults {
  /** New connects fail like a refused connection. @default false */
  refuse: boolean
  /**
   * New connects are never answered, and what open links carry vanishes both ways, without any event: a half-open
   * link. Switching it off brings back what is still connected, not what has vanished. @default false
   */
  blackHole: boolean
  /** How long each frame, the opening and the closing take longer, both ways, in ms. Order is kept. @default 0 */
  delayMs: number
  /** Kills every connection. The server notices, the script does not: its tasks look open, and sends succeed. */
  readonly cut: () => void
  /** Every open task hears `onClose`, as if its server had closed it. @default 1006 'abnormal closure' */
  readonly closeAll: (code?: number, reason?: string) => void
}

/** What faults do to one live wire. */
export interface Breakable {
  readonly cut: () => void
  readonly closeByServer: (code: number, reason: string) => void
  /** The black hole is gone. */
  readonly resurface: () => void
}

/** The switches, and the wires they reach. */
export interface FaultBox {
  readonly faults: Faults
  /** Adds a wire; returns how to take it out. */
  readonly add: (wire: Breakable) => () => void
}

export function createFaultBox(): FaultBox {
  const wires = new Set<Breakable>()
  let isBlackHole = false

  return {
    faults: {
      refuse: false,
      delayMs: 0,
      get blackHole() {
        return isBlackHole
      },
      set blackHole(isOn) {
        isBlackHole = isOn
        if (!isOn) wires.forEach((wire) => wire.resurface())
      },
      cut: () => wires.forEach((wire) => wire.cut()),
      closeAll: (code = 1006, reason = code === 1006 ? 'abnormal closure' : '') =>
        wires.forEach((wire) => wire.closeByServer(code, reason)),
    },
    add(wire) {
      wires.add(wire)
      return () => wires.delete(wire)
    },
  }
}
