import type { DemoApp } from '../../app'
import type { ServerMessage } from '../../room/server-message'
import { linkLine } from '../../utils/link-line'
import { faults } from './faults'
import { historyLines, statRows, statusRows } from './rows'
import type { HistoryLine, Row } from './rows'

const REFRESH_MS = 1000
const ANSWER_TIMEOUT_MS = 10_000

/** The calls that the page has a button for. */
type Call = 'connect' | 'probe' | 'reconnect' | 'close'

Page({
  data: {
    faults,
    link: { text: '', tone: 'busy' },
    status: [] as Row[],
    stats: [] as Row[],
    history: [] as HistoryLine[],
    lastError: '',
    note: '',
    burst: 0,
  },

  unsubscribe: [] as Array<() => void>,
  timer: 0,

  onLoad() {
    const { socket, delivery } = getApp<DemoApp>()
    this.unsubscribe = [
      socket.on('state', () => this.showAll()),
      socket.on('rtt', () => this.showAll()),
      socket.on('error', ({ code, message }) => this.setData({ lastError: `${code}: ${message}` })),
      delivery.on('error', ({ code, message }) =>
        this.setData({ lastError: `${code}: ${message}` }),
      ),
      delivery.on('message', ({ body }) => this.countBurst(body as ServerMessage)),
    ]
  },

  onShow() {
    this.showAll()
    // The countdown moves on its own; everything else comes with an event.
    this.timer = setInterval(() => this.showAll(), REFRESH_MS)
  },

  onHide() {
    clearInterval(this.timer)
  },

  onUnload() {
    clearInterval(this.timer)
    this.unsubscribe.forEach((stop) => stop())
  },

  showAll() {
    const { socket, delivery } = getApp<DemoApp>()
    const waiting = delivery.pending.length
    this.setData({
      link: linkLine(socket, waiting),
      status: statusRows(socket, waiting, Date.now()),
      stats: statRows(socket.stats()),
      history: historyLines(socket.history()),
    })
  },

  countBurst(message: ServerMessage) {
    if (message.type === 'notice') this.setData({ burst: this.data.burst + 1 })
  },

  onFault(event: WechatMiniprogram.TouchEvent) {
    const { command } = event.currentTarget.dataset as { command: string }
    const fault = faults.find(({ body }) => body.command === command)
    if (!fault) return
    this.setData({ note: `${command}: …`, burst: 0 })
    // A request is not kept in the storage: a fault that was asked for long ago would surprise.
    const { delivery } = getApp<DemoApp>()
    delivery.request(fault.body, { timeoutMs: ANSWER_TIMEOUT_MS }).then(
      (answer) => this.setData({ note: `${command}: the server ${answer}` }),
      ({ code, message }) => this.setData({ note: `${command}: ${code}, ${message}` }),
    )
  },

  onCall(event: WechatMiniprogram.TouchEvent) {
    const { call } = event.currentTarget.dataset as { call: Call }
    const { socket } = getApp<DemoApp>()
    socket[call]()
    this.setData({ note: `${call}()`, lastError: '' })
    this.showAll()
  },

  onCopyHistory() {
    const { socket } = getApp<DemoApp>()
    wx.setClipboardData({ data: JSON.stringify(socket.history(), null, 2) })
  },
})
