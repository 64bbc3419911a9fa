/** What lies behind a dialog or the cover, and cannot be reached while either of them is there. */
export interface Backdrop {
  /** Returns the release. Held twice, it is to be released twice. */
  hold(): () => void
}

export function createBackdrop(elements: readonly HTMLElement[]): Backdrop {
  let holdCount = 0

  const render = () => {
    for (const element of elements) element.inert = holdCount > 0
  }

  return {
    hold() {
      let isHeld = true
      holdCount += 1
      render()
      return () => {
        if (!isHeld) return
        isHeld = false
        holdCount -= 1
        render()
      }
    },
  }
}
