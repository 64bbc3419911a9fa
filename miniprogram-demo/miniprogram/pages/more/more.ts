import type { DemoApp } from '../../app'
import { isName } from '../../utils/my-name'

/** Files of the repository; a mini-program cannot open them, so they are to be copied. */
const READING = [
  { path: 'README.md', about: 'The package: every option, event and rule' },
  { path: 'miniprogram-demo/README.md', about: 'This demo: where to look, what to try' },
  { path: 'docs/states.md', about: 'The states of the socket, and what leads where' },
]

Page({
  data: { me: '', wanted: '', problem: '', server: '', reading: READING },

  onLoad() {
    const { rooms, server } = getApp<DemoApp>()
    this.setData({ me: rooms.name, wanted: rooms.name, server })
  },

  onShow() {
    getApp<DemoApp>().badge.show()
  },

  onName(event: WechatMiniprogram.Input) {
    this.setData({ wanted: event.detail.value, problem: '' })
  },

  onSignIn() {
    const name = this.data.wanted.trim()
    if (name === this.data.me) return
    if (isName(name)) return getApp<DemoApp>().signIn(name)
    this.setData({ problem: 'A name has 1 to 24 letters, digits, - or _' })
  },

  onCopy(event: WechatMiniprogram.TouchEvent) {
    const { text } = event.currentTarget.dataset as { text: string }
    wx.setClipboardData({ data: text })
  },
})
