/**
 * The part of `miniprogram-simulate` that the tests use. Its own types bring the official typings along as
 * globals (`console`, `require`, `module`, `wx`), which cannot live beside Node's.
 */

interface RenderedElement {
  readonly dom: HTMLElement | undefined
  dispatchEvent(name: string, options?: object): void
}

interface RenderedComponent extends RenderedElement {
  readonly data: Record<string, unknown>
  readonly instance: Record<string, unknown>
  attach(parent: HTMLElement): void
  detach(): void
  querySelector(selector: string): RenderedElement | undefined
  querySelectorAll(selector: string): RenderedElement[]
  triggerLifeTime(name: string, options?: object): void
  setData(data: object, done?: () => void): void
}

declare const simulate: {
  load(definition: object | string, options?: object): string
  render(id: string, properties?: object): RenderedComponent
  sleep(timeoutMs: number): Promise<void>
}

export default simulate
