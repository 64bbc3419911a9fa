/**
 * What happened on a socket, for the timeline. It listens from the launch on: whoever opens the timeline later sees
 * what was before.
 */
import type { Socket } from 'miniprogram-socket'
import type { RecordedEvent, SocketRecorder } from './socket-record'

/** An hour of a heartbeat every 10 s, and then some. */
const MAX_EVENTS = 600

/** Each socket has one recorder, whoever asks for it. */
const recorders = new WeakMap<Socket, SocketRecorder>()

/** Records what happens on a socket; the second call for the same socket finds the recorder of the first. */
export function recordSocket(socket: Socket): SocketRecorder {
  const recorder = recorders.get(socket) ?? createRecorder(socket)
  recorders.set(socket, recorder)
  return recorder
}

function createRecorder(socket: Socket): SocketRecorder {
  const events: RecordedEvent[] = []
  let before = { state: socket.state, sinceMs: Date.now() }
  let version = 0

  function add(event: RecordedEvent) {
    version += 1
    events.push(event)
    if (events.length <= MAX_EVENTS) return
    const oldest = events.shift() as RecordedEvent
    const state = oldest.type === 'state' ? oldest.state : before.state
    before = { state, sinceMs: oldest.atMs }
  }

  const mark = (text: string) => add({ type: 'mark', text, atMs: Date.now() })
  const stops = [
    socket.on('state', ({ to }) => add({ type: 'state', state: to, atMs: Date.now() })),
    socket.on('rtt', ({ rttMs }) => add({ type: 'rtt', rttMs, atMs: Date.now() })),
    socket.on('retry', ({ retry }) => add({ type: 'retry', retry, atMs: Date.now() })),
    socket.on('close', ({ code, cause }) => add({ type: 'close', code, cause, atMs: Date.now() })),
    watchPhone(mark),
  ]

  return {
    events,
    get before() {
      return before
    },
    get version() {
      return version
    },
    mark,
    stop() {
      stops.splice(0).forEach((stop) => stop())
      recorders.delete(socket)
    },
  }
}

/** Notes what happens to the app and to the network; returns the stop. */
function watchPhone(mark: (text: string) => void): () => void {
  const hidden = () => mark('hidden')
  const shown = () => mark('shown')
  const changed = ({ isConnected, networkType }: { isConnected: boolean; networkType: string }) =>
    mark(isConnected ? networkType : 'offline')
  wx.onAppHide(hidden)
  wx.onAppShow(shown)
  wx.onNetworkStatusChange(changed)
  return () => {
    wx.offAppHide(hidden)
    wx.offAppShow(shown)
    // The typings give the listener that is taken away another argument than the one that was added.
    wx.offNetworkStatusChange(
      changed as unknown as WechatMiniprogram.OffNetworkStatusChangeCallback,
    )
  }
}
