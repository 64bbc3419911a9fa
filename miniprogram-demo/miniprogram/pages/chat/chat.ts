import type { DemoApp } from '../../app'
import type { ChatLine } from '../../room/chat-line'
import { linkLine } from '../../utils/link-line'
import type { LinkLine } from '../../utils/link-line'

Page({
  data: {
    lines: [] as readonly ChatLine[],
    last: '',
    online: '',
    link: { text: '', tone: 'busy', action: '' } as LinkLine,
    draft: '',
  },

  unsubscribe: [] as Array<() => void>,

  onLoad() {
    const { socket, room } = getApp<DemoApp>()
    this.unsubscribe = [
      socket.on('state', () => this.showLink()),
      room.onChange(() => this.showRoom()),
    ]
    this.showRoom()
  },

  onUnload() {
    this.unsubscribe.forEach((stop) => stop())
  },

  showRoom() {
    const { lines, online, name } = getApp<DemoApp>().room
    const names = online.map((other) => (other === name ? `${other} (you)` : other))
    const [last] = lines.slice(-1)
    this.setData({ lines, last: last ? `line-${last.place}` : '', online: names.join(', ') })
    this.showLink()
  },

  showLink() {
    const { socket, delivery } = getApp<DemoApp>()
    this.setData({ link: linkLine(socket, delivery.pending.length) })
  },

  /** After a final close, or when the socket gave up, a call starts a fresh round. */
  onConnect() {
    getApp<DemoApp>().socket.connect()
  },

  onInput(event: WechatMiniprogram.Input) {
    this.setData({ draft: event.detail.value })
  },

  onSend() {
    const text = this.data.draft.trim()
    if (text === '') return
    this.setData({ draft: '' })
    getApp<DemoApp>().room.say(text)
  },

  onSayAgain(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    getApp<DemoApp>().room.sayAgain(id)
  },
})
