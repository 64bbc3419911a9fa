// Times messages in and out of a WebSocket class, the same in V8 and in JavaScriptCore's shell. This text is
// pasted into one script with the classes: so no import here.

/**
 * @typedef {{ send(data: string): void, close(): void, onopen: Function | null, onmessage: Function | null }} Socket
 * @typedef {{ id: string, load(wx: object): new (url: string) => Socket }} Job
 * @typedef {{ rounds: number, messages: number, data: string }} Plan
 * @typedef {{ nowMs(): number, later(callback: () => void, delayMs: number): void, print(text: string): void, collect(): void }} Engine
 */

/** `wx` with nothing behind it: an event is one call of the listener, `success` is called at once. */
function createWire() {
  const nothing = () => {}
  const wire = { open: nothing, message: nothing, sent: 0 }
  const wx = {
    canIUse: () => true,
    connectSocket(/** @type {any} */ options) {
      if (options.success) options.success({ errMsg: 'connectSocket:ok', socketTaskId: 1 })
      return {
        onOpen: (/** @type {Function} */ listener) =>
          void (wire.open = () => listener({ header: {}, profile: {} })),
        onMessage: (/** @type {any} */ listener) =>
          void (wire.message = (/** @type {string} */ data) => listener({ data })),
        onError: nothing,
        onClose: nothing,
        send(/** @type {any} */ { success }) {
          wire.sent += 1
          if (success) success({ errMsg: 'sendSocketMessage:ok' })
        },
        close: nothing,
      }
    },
    onSocketOpen: nothing,
    onSocketClose: nothing,
    onSocketError: nothing,
    onSocketMessage: nothing,
    onNetworkStatusChange: nothing,
    onAppShow: nothing,
    onAppHide: nothing,
  }
  return { wire, wx }
}

/** @param {number[]} values */
function middleOf(values) {
  return /** @type {number} */ (values.slice().sort((a, b) => a - b)[values.length >> 1])
}

/**
 * Prints one JSON line: nanoseconds per message by job, `[in, out]`, the median of alternated rounds, net of calling
 * the task directly. @param {Job[]} jobs @param {Plan} plan @param {Engine} engine @param {() => void} done
 */
export function runClassCost(jobs, { rounds, messages, data }, engine, done) {
  const open = jobs.map(({ id, load }) => {
    const { wire, wx } = createWire()
    const socket = new (load(wx))('wss://example.com/ws')
    const counter = { heard: 0 }
    socket.onmessage = () => void (counter.heard += 1)
    return {
      id,
      wire,
      socket,
      counter,
      ins: /** @type {number[]} */ ([]),
      outs: /** @type {number[]} */ ([]),
    }
  })
  let round = 0
  const nextRound = () => {
    for (const { id, wire, socket, counter, ins, outs } of open) {
      counter.heard = wire.sent = 0
      engine.collect()
      const t0 = engine.nowMs()
      for (let i = 0; i < messages; i += 1) wire.message(data)
      const t1 = engine.nowMs()
      for (let i = 0; i < messages; i += 1) socket.send(data)
      const t2 = engine.nowMs()
      if (counter.heard !== messages || wire.sent !== messages) {
        throw new Error(id + ' heard ' + counter.heard + ' and sent ' + wire.sent)
      }
      // The first round warms up.
      if (round > 0) {
        ins.push(((t1 - t0) * 1e6) / messages)
        outs.push(((t2 - t1) * 1e6) / messages)
      }
    }
    round += 1
    if (round <= rounds) return engine.later(nextRound, 0)
    const [bare] = open
    /** @type {Record<string, [number, number]>} */
    const result = {}
    for (const { id, ins, outs } of open) {
      result[id] = [
        middleOf(
          ins.map((ns, i) => ns - (bare === undefined || id === bare.id ? 0 : (bare.ins[i] ?? 0))),
        ),
        middleOf(
          outs.map(
            (ns, i) => ns - (bare === undefined || id === bare.id ? 0 : (bare.outs[i] ?? 0)),
          ),
        ),
      ]
    }
    engine.print(JSON.stringify(result))
    done()
  }
  engine.later(() => {
    open.forEach(({ wire }) => wire.open())
    engine.later(nextRound, 10)
  }, 50)
}
