/** Counts what goes through `setData`: what a page of the real WeChat sends from its script to its view. */
import { component } from 'glass-easel-miniprogram-adapter'
import type { Instance } from './instances'

export interface SetDataCall {
  /** The page or component whose method was called. */
  readonly instance: Instance
  readonly paths: number
  /** Of the data as JSON text, in UTF-8. */
  readonly bytes: number
}

/** From now on, for every page and component: the one method that all of them inherit is wrapped. */
export function observeSetData(listener: (call: SetDataCall) => void): void {
  const { prototype } = component.ComponentCaller
  const { setData } = prototype
  const encoder = new TextEncoder()
  prototype.setData = function (this: Instance, values: object, done?: () => void) {
    const paths = Object.keys(values ?? {}).length
    const text = JSON.stringify(values) ?? ''
    listener({ instance: this, paths, bytes: encoder.encode(text).length })
    setData.call(this as never, values as never, done)
  }
}
