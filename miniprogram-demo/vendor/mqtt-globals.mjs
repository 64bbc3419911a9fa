/**
 * What MQTT.js asks for while it loads and a mini-program has not. It is given to the bundle alone, and no global is
 * touched: ../../docs/recipes/mqtt.md.
 */
import { AbortController, AbortSignal } from 'abort-controller/dist/abort-controller'

export const globalThis = { AbortController, AbortSignal }
export const navigator = { language: 'en' }
export const console = { debug() {}, warn() {} }
