/** A page whose life is in the hands of the test, for orders that no framework has. */

export interface Definition {
  readonly data: Readonly<Record<string, unknown>>
  readonly lifetimes: Readonly<Record<'attached' | 'detached', (this: HandHeldPage) => void>>
  readonly pageLifetimes: Readonly<Record<'show' | 'hide', (this: HandHeldPage) => void>>
  readonly methods: { setDataSoon(this: HandHeldPage, values: object): void }
}

/** What a page is to its behaviors. */
export class HandHeldPage {
  readonly calls: object[] = []
  constructor(private readonly behaviors: readonly Definition[]) {}

  setData(values: object): void {
    this.calls.push(values)
  }

  /** As in the frameworks: of one method in two behaviors, the later one's counts. */
  setDataSoon(values: object): void {
    this.behaviors.at(-1)?.methods.setDataSoon.call(this, values)
  }

  live(...names: readonly ('attached' | 'detached' | 'show' | 'hide')[]): void {
    for (const name of names) {
      for (const { lifetimes, pageLifetimes } of this.behaviors) {
        const act = { ...lifetimes, ...pageLifetimes }[name]
        act.call(this)
      }
    }
  }
}
