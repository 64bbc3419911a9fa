/** Runs `act` after `before`, and everything in the order of the calls: what waits for nothing still waits for its turn. */
export type Order = <T>(before: Promise<T>, act: (value: T) => Promise<unknown>) => Promise<void>

/** A queue of its own. */
export function createOrder(): { after: Order; next(act: () => Promise<unknown>): Promise<void> } {
  let waiting = 0
  let tail: Promise<unknown> = Promise.resolve()

  const after: Order = async (before, act) => {
    let acted: Promise<unknown> | undefined
    waiting += 1
    const turn = Promise.all([before, tail]).then(([value]) => void (acted = act(value)))
    const passed = (): void => void (waiting -= 1)
    tail = turn.then(passed, passed)
    await turn
    await acted
  }

  return {
    after,
    async next(act) {
      // At once where nobody waits: a call that follows must not overtake it.
      await (waiting === 0 ? act() : after(Promise.resolve(), act))
    },
  }
}
