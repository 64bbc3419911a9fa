/**
 * The states of the app's socket, for apps that keep it as `getApp().socket`, as the README of the package does. Of other
 * apps, what the native sockets say has to be enough.
 */
import type { Phone } from '../phone/phone'

interface StatefulSocket {
  readonly status: { readonly state: string }
  readonly on: (event: 'state', listener: (change: { readonly to: string }) => void) => () => void
}

/** Calls back with the state, and with each new one; returns how to stop. */
export function followSocketState(phone: Phone, tell: (state: string) => void): () => void {
  let isStopped = false
  let leave: (() => void) | undefined

  function look(): void {
    if (isStopped || leave !== undefined) return
    const app = phone.app()
    const socket = isObject(app) ? app['socket'] : undefined
    if (!isStateful(socket)) return
    leave = socket.on('state', ({ to }) => tell(to))
    tell(socket.status.state)
  }

  look()
  // An app may make it as late as in its first page.
  const stop = phone.on(look)
  return () => {
    isStopped = true
    stop()
    leave?.()
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isStateful = (value: unknown): value is StatefulSocket =>
  isObject(value) &&
  typeof value['on'] === 'function' &&
  isObject(value['status']) &&
  typeof value['status']['state'] === 'string'
