import type { DemoApp } from '../../app'
import { readLine } from '../../utils/chat-line'
import type { ChatLine } from '../../utils/chat-line'
import { linkLine } from '../../utils/link-line'

const MAX_LINES = 200

Page({
  data: {
    lines: [] as ChatLine[],
    last: '',
    link: { text: '', tone: 'busy' },
    note: '',
    draft: '',
  },

  unsubscribe: [] as Array<() => void>,
  count: 0,

  onLoad() {
    const { socket } = getApp<DemoApp>()
    this.unsubscribe = [
      socket.on('state', () => this.showLink()),
      socket.on('message', (data) => this.showLine(data)),
      socket.on('drop', ({ why }) => this.setData({ note: `Not sent (${why})` })),
    ]
    this.showLink()
  },

  onUnload() {
    this.unsubscribe.forEach((stop) => stop())
  },

  showLink() {
    this.setData({ link: linkLine(getApp<DemoApp>().socket) })
  },

  showLine(data: string | ArrayBuffer) {
    if (typeof data !== 'string') return
    this.count += 1
    const line = readLine(data, this.count, getApp<DemoApp>().name)
    this.setData({ lines: [...this.data.lines, line].slice(-MAX_LINES), last: `line-${line.id}` })
  },

  /** From gave-up and closed, a call starts a fresh round; in any other state it changes nothing. */
  onConnect() {
    getApp<DemoApp>().socket.connect()
  },

  onInput(event: WechatMiniprogram.Input) {
    this.setData({ draft: event.detail.value })
  },

  onSend() {
    const text = this.data.draft.trim()
    if (text === '') return
    this.setData({ draft: '', note: '' })
    // 'sent', 'queued' until the link is back, or 'dropped': then a drop event says why.
    getApp<DemoApp>().socket.send(text)
    this.showLink()
  },
})
