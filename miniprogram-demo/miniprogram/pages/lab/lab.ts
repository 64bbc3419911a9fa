import type { DemoApp } from '../../app'
import { linkLine } from '../../utils/link-line'
import { faults } from './faults'
import { historyLines, statRows, statusRows } from './rows'
import type { HistoryLine, Row } from './rows'

const REFRESH_MS = 1000

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
    const { socket } = getApp<DemoApp>()
    this.unsubscribe = [
      socket.on('state', () => this.showAll()),
      socket.on('rtt', () => this.showAll()),
      socket.on('error', ({ code, message }) => this.setData({ lastError: `${code}: ${message}` })),
      socket.on('drop', ({ why }) => this.setData({ note: `Not sent (${why})` })),
      socket.on('message', (data) => this.countBurst(data)),
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
    const { socket } = getApp<DemoApp>()
    this.setData({
      link: linkLine(socket),
      status: statusRows(socket, Date.now()),
      stats: statRows(socket.stats()),
      history: historyLines(socket.history()),
    })
  },

  countBurst(data: string | ArrayBuffer) {
    if (typeof data === 'string' && data.startsWith('* burst ')) {
      this.setData({ burst: this.data.burst + 1 })
    }
  },

  onFault(event: WechatMiniprogram.TouchEvent) {
    const { command } = event.currentTarget.dataset as { command: string }
    const answer = getApp<DemoApp>().socket.send(command)
    this.setData({ note: `${command}: ${answer}`, burst: 0 })
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
