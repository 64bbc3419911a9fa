/** Which members of the class and of its objects a client looks at, and which it writes. */
import type { WebSocketClass } from '../conformance/world'

export interface Recorder {
  /** The class to hand to the client. */
  readonly WebSocket: WebSocketClass
  /** Members of objects that were read or called, sorted. */
  readonly read: readonly string[]
  /** Members of objects that were written, sorted. */
  readonly written: readonly string[]
  /** Members of the class that were read, sorted. */
  readonly onClass: readonly string[]
  /** The arguments of every construction. */
  readonly made: readonly (readonly unknown[])[]
  /** Every object, oldest first, as it is without the recorder. */
  readonly sockets: readonly WebSocket[]
}

const sorted = (names: Set<string>) => [...names].sort()

export function createRecorder(WebSocketClass: WebSocketClass): Recorder {
  const read = new Set<string>()
  const written = new Set<string>()
  const onClass = new Set<string>()
  const made: unknown[][] = []
  const sockets: WebSocket[] = []

  const recorded = (socket: WebSocket): WebSocket =>
    new Proxy(socket, {
      get(target, name) {
        if (typeof name === 'string') read.add(name)
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
      set(target, name, value) {
        if (typeof name === 'string') written.add(name)
        return Reflect.set(target, name, value, target)
      },
    })

  return {
    WebSocket: new Proxy(WebSocketClass, {
      get(target, name) {
        if (typeof name === 'string') onClass.add(name)
        return Reflect.get(target, name, target) as unknown
      },
      construct(target, args: unknown[]) {
        made.push(args)
        // In Node some clients add options for the `ws` package; in a mini-program they do not.
        const socket = new target(...(args.slice(0, 2) as [string]))
        sockets.push(socket)
        return recorded(socket)
      },
    }),
    get read() {
      return sorted(read)
    },
    get written() {
      return sorted(written)
    },
    get onClass() {
      return sorted(onClass)
    },
    made,
    sockets,
  }
}
