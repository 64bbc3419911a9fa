/* global built, globalThis, print */
// Runs in JavaScriptCore after the built package; prints one line of JSON.

function createScriptedClock() {
  let nowMs = 1_700_000_000_000
  let timers = []
  let lastId = 0
  Date.now = () => nowMs
  globalThis.setTimeout = (run, ms = 0) => {
    timers.push({ id: ++lastId, run, dueAtMs: nowMs + ms })
    return lastId
  }
  globalThis.clearTimeout = (id) => {
    timers = timers.filter((timer) => timer.id !== id)
  }
  const nextUntil = (untilMs) =>
    timers
      .filter(({ dueAtMs }) => dueAtMs <= untilMs)
      .sort((a, b) => a.dueAtMs - b.dueAtMs || a.id - b.id)[0]
  return {
    pending: () => timers.length,
    advance(ms) {
      const untilMs = nowMs + ms
      for (let next = nextUntil(untilMs); next; next = nextUntil(untilMs)) {
        nowMs = next.dueAtMs
        globalThis.clearTimeout(next.id)
        next.run()
      }
      nowMs = untilMs
    },
  }
}

function createScriptedWx() {
  const tasks = []
  const connectSocket = () => {
    const task = { on: {}, sent: [] }
    const hear = (event) => (listener) => {
      task.on[event] = listener
    }
    tasks.push(task)
    return {
      onOpen: hear('open'),
      onMessage: hear('message'),
      onError: hear('error'),
      onClose: hear('close'),
      send({ data, success }) {
        task.sent.push(data)
        success()
      },
      close({ code, reason, success }) {
        success()
        task.on.close({ code, reason })
      },
    }
  }
  return { tasks, wx: { connectSocket } }
}

const clock = createScriptedClock()
const { tasks, wx } = createScriptedWx()
globalThis.wx = wx

const states = []
const received = []
const answers = []
const socket = built.exports.createSocket({ url: 'wss://example.com' })
socket.on('state', ({ to }) => states.push(to))
socket.on('message', (data) => received.push(data))

socket.connect()
clock.advance(10)
tasks[0].on.open({ header: {} })
answers.push(socket.send('one'))
tasks[0].on.message({ data: 'hello' })
clock.advance(1000)
tasks[0].on.close({ code: 1006, reason: 'abnormal closure' })
answers.push(socket.send('two'))
// The longest first delay: 5 s and the jitter of 20 %.
clock.advance(6000)
tasks[1].on.open({ header: {} })
answers.push(socket.send('three'))
socket.close()
clock.advance(5000)

print(
  JSON.stringify({
    states,
    links: tasks.length,
    sent: tasks.map(({ sent }) => sent),
    answers,
    received,
    pendingTimers: clock.pending(),
  }),
)
