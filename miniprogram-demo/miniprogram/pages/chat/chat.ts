import { socketBehavior } from 'miniprogram-socket/behavior'
import type { SocketBehaviorMethods } from 'miniprogram-socket/behavior'
import type { DemoApp } from '../../app'
import type { ChatLine } from '../../room/chat-line'
import type { Room } from '../../room/create-room'
import type { RoomsEvents } from '../../room/create-rooms'
import { stripOf } from './strip'
import type { Strip } from './strip'

/** So far from the end one still reads along, and the list follows. */
const NEAR_PX = 80

interface ChatData extends WechatMiniprogram.Page.DataOption {
  lines: readonly ChatLine[]
  /** The line that the list scrolls to. */
  last: string
  /** How many lines came while somebody reads further up. */
  missed: number
  strip: Strip
  draft: string
}

interface ChatPage extends Partial<SocketBehaviorMethods> {
  behaviors: readonly string[]
  /** Which room it is. */
  id: string
  isAtEnd: boolean
  /** How many lines came since it was left. */
  missed: number
  /** Of the list on the screen; not known before it is drawn. */
  heightPx: number
  leave(): void
  room(): Room
  showStrip(): void
  follow(line: ChatLine): void
  scrollToEnd(): void
}

type Any = WechatMiniprogram.IAnyObject
type Self = WechatMiniprogram.Page.Instance<ChatData, ChatPage & Any>

Page<ChatData, ChatPage & Any>({
  behaviors: [
    socketBehavior({
      socket: () => getApp<DemoApp>().socket,
      state: false,
      events: {
        state(this: Self) {
          this.showStrip()
        },
      },
    }),
    // Whatever has on() will do: these events are the rooms'.
    socketBehavior({
      socket: () => getApp<DemoApp>().rooms,
      events: {
        online(this: Self) {
          this.showStrip()
        },
        // Only the paths that changed; a burst of lines is a handful of setData calls.
        line(this: Self, { room, index, line, isNew }: RoomsEvents['line']) {
          if (room !== this.id) return
          this.setDataSoon?.({ [`lines[${index}]`]: line })
          if (isNew) this.follow(line)
          this.showStrip()
        },
        lines(this: Self, { room }: RoomsEvents['lines']) {
          if (room === this.id) this.setDataSoon?.({ lines: [...this.room().lines] })
        },
      },
    }),
  ],

  data: { lines: [], last: '', missed: 0, strip: { text: '', action: '' }, draft: '' },

  id: '',
  isAtEnd: true,
  missed: 0,
  heightPx: Infinity,
  leave: () => undefined,

  room() {
    return getApp<DemoApp>().rooms.find(this.id)
  },

  onLoad({ room = '' }) {
    const { id, title, lines, draft } = getApp<DemoApp>().rooms.find(room)
    this.id = id
    wx.setNavigationBarTitle({ title })
    this.setData({ lines: [...lines], last: endOf(lines), draft, strip: stripOf(getApp()) })
  },

  onShow() {
    // A phone that was locked may show a page that it never hid.
    this.leave()
    this.leave = this.room().watch()
  },

  onReady() {
    wx.createSelectorQuery()
      .select('.lines')
      .boundingClientRect(({ height }) => {
        this.heightPx = height
      })
      .exec()
  },

  onHide() {
    this.leave()
  },

  onUnload() {
    this.leave()
  },

  /** Follows what is said, unless somebody reads further up. */
  follow({ status }) {
    if (this.isAtEnd || status === 'sending') return this.scrollToEnd()
    this.missed += 1
    this.setDataSoon?.({ missed: this.missed })
  },

  scrollToEnd() {
    this.isAtEnd = true
    this.missed = 0
    this.setDataSoon?.({ last: endOf(this.room().lines), missed: 0 })
  },

  showStrip() {
    const strip = stripOf(getApp())
    this.setDataSoon?.({ 'strip.text': strip.text, 'strip.action': strip.action })
  },

  onScroll(event: WechatMiniprogram.ScrollViewScroll) {
    const { scrollTop, scrollHeight } = event.detail
    this.isAtEnd = scrollHeight - scrollTop - this.heightPx < NEAR_PX
    if (!this.isAtEnd || this.missed === 0) return
    this.missed = 0
    this.setDataSoon?.({ missed: 0 })
  },

  onEnd() {
    this.scrollToEnd()
  },

  /** After a final close, or when the socket gave up, a call starts a fresh round. */
  onConnect() {
    getApp<DemoApp>().socket.connect()
  },

  onInput(event: WechatMiniprogram.Input) {
    const { value } = event.detail
    // In the room it outlives the page.
    this.room().draft = value
    this.setData({ draft: value })
  },

  onSend() {
    const text = this.data.draft.trim()
    if (text === '') return
    this.room().draft = ''
    this.setData({ draft: '' })
    getApp<DemoApp>().rooms.say(this.id, text)
  },

  onSayAgain(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    getApp<DemoApp>().rooms.sayAgain(this.id, id)
  },
})

/** The id of the last line's element. */
function endOf(lines: readonly ChatLine[]): string {
  const last = lines[lines.length - 1]
  return last ? `line-${last.place}` : ''
}
