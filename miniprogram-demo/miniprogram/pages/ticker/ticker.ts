import { socketBehavior } from 'miniprogram-socket/behavior'
import type { SocketBehaviorMethods } from 'miniprogram-socket/behavior'
import type { DemoApp } from '../../app'
import { createBook, emptyTable } from './instruments'
import type { Book, Instrument, Tick } from './instruments'
import { createMeter } from './meter'
import type { Meter, Rates } from './meter'

const MEASURE_MS = 1000
/** The server runs 400 ahead of what it was told, and telling takes a round trip. */
const TELL_EVERY = 100
const ANSWER_TIMEOUT_MS = 10_000

interface TickerData extends WechatMiniprogram.Page.DataOption {
  rows: Instrument[]
  speeds: readonly number[]
  perSecond: number
  isBatching: boolean
  /** What was measured last, each way. */
  batched: Rates | null
  single: Rates | null
  /** Why nothing comes; empty when something does. */
  trouble: string
}

interface TickerPage extends Partial<SocketBehaviorMethods> {
  behaviors: readonly string[]
  book: Book
  meter: Meter
  timer: number
  /** How many prices came since the stream began: the server does not run far ahead of it. */
  seen: number
  countSetData(): void
  begin(): void
  end(): void
  goOn(): void
  ask(perSecond: number, seen?: number): void
  tell(trouble: string): void
  take(tick: Tick): void
  measure(): void
}
type Any = WechatMiniprogram.IAnyObject
type Self = WechatMiniprogram.Page.Instance<TickerData, TickerPage & Any>

// 100 ms, the default of `batchMs`: ten calls a second, however much arrives.
const withDelivery = socketBehavior({
  socket: () => getApp<DemoApp>().delivery,
  state: false,
  events: {
    message(this: Self, { body }) {
      if ((body as Tick).type === 'tick') this.take(body as Tick)
    },
    // A stream ends with its link.
    resumed(this: Self) {
      if (this.timer !== 0) this.begin()
    },
  },
})

Page<TickerData, TickerPage & Any>({
  behaviors: [withDelivery],
  book: createBook(),
  meter: createMeter(),
  timer: 0,
  seen: 0,

  data: {
    rows: emptyTable(),
    speeds: [50, 200, 500],
    perSecond: 200,
    isBatching: true,
    batched: null,
    single: null,
    trouble: '',
  },

  onLoad() {
    this.book = createBook()
    this.countSetData()
  },

  onShow() {
    this.meter.read()
    // A phone that was locked may show a page that it never hid.
    clearInterval(this.timer)
    this.timer = setInterval(() => this.measure(), MEASURE_MS)
    this.begin()
  },

  onHide() {
    this.end()
  },

  onUnload() {
    this.end()
  },

  /** Every call passes here, those of the behavior too. */
  countSetData() {
    const setData = this.setData.bind(this)
    this.setData = (values, done) => {
      const drawn = this.meter.calledSetData(values)
      setData(values, () => {
        drawn()
        done?.()
      })
    }
  },

  begin() {
    this.seen = 0
    this.ask(this.data.perSecond)
  },

  end() {
    if (this.timer === 0) return
    clearInterval(this.timer)
    this.timer = 0
    this.ask(0)
  },

  /** Says how many came: a stream that nobody answers ends by itself, and fills nobody's memory meanwhile. */
  goOn() {
    this.ask(this.data.perSecond, this.seen)
  },

  ask(perSecond, seen) {
    const { socket, delivery } = getApp<DemoApp>()
    // Without a link there is no stream to stop or to steer, and `resumed` begins the next.
    if (socket.state !== 'open') return
    delivery.request({ command: 'ticker', perSecond, seen }, { timeoutMs: ANSWER_TIMEOUT_MS }).then(
      () => this.tell(''),
      ({ message }) => this.tell(message),
    )
  },

  tell(trouble) {
    if (this.data.trouble !== trouble) this.setDataSoon?.({ trouble })
  },

  take(tick) {
    this.seen += 1
    // It may be on its way still when the page is left.
    if (this.timer === 0) return
    if (this.seen % TELL_EVERY === 0) this.goOn()
    this.meter.heardMessage()
    const changed = this.book.take(tick)
    if (Object.keys(changed).length === 0) return
    if (this.data.isBatching) this.setDataSoon?.(changed)
    else this.setData(changed)
  },

  measure() {
    const rates = this.meter.read()
    this.setDataSoon?.({ [this.data.isBatching ? 'batched' : 'single']: rates })
    // The stream may have ended while the app stood still.
    if (rates.messages === 0) this.goOn()
  },

  onSpeed(event: WechatMiniprogram.TouchEvent) {
    const { speed } = event.currentTarget.dataset as { speed: number }
    this.setData({ perSecond: speed, batched: null, single: null })
    this.meter.read()
    this.goOn()
  },

  onBatching({ detail }: WechatMiniprogram.SwitchChange) {
    this.setData({ isBatching: detail.value })
    // What was counted so far was counted the other way.
    this.meter.read()
  },
})
