import type { Socket } from 'miniprogram-socket'
import { socketBehavior } from 'miniprogram-socket/behavior'
import type { SocketBehaviorMethods } from 'miniprogram-socket/behavior'
import type { DemoApp } from '../../app'
import type { ServerMessage } from '../../room/server-message'
import { linkLine } from '../../utils/link-line'
import type { LinkLine } from '../../utils/link-line'
import { recordSocket } from '../../utils/socket-recorder'
import { createCalls } from './calls'
import { freshCard } from './card'
import type { Card } from './card'
import type { Experiment } from './experiment'
import { createFaults } from './faults'
import { historyLines, statRows, statusRows } from './rows'
import type { HistoryLine, Row } from './rows'
import { readRules } from './rules'
import type { Sign } from './trial'
import { createWorkbench } from './workbench'
import type { Workbench } from './workbench'

const REFRESH_MS = 1000
const ANSWER_TIMEOUT_MS = 10_000

interface LabData extends WechatMiniprogram.Page.DataOption {
  link: LinkLine
  calls: Card[]
  faults: Card[]
  status: Row[]
  stats: Row[]
  history: HistoryLine[]
  lastError: string
  /** How much of the past the timeline shows, of what there is to choose. */
  minutes: number
  windows: readonly number[]
}

interface LabPage extends Partial<SocketBehaviorMethods> {
  behaviors: readonly string[]
  experiments: Map<string, Experiment>
  workbench: Workbench | null
  timer: number
  /** What the tables show, as JSON: what did not change is not set again. */
  shown: Record<string, string>
  refresh(): void
  hear(sign: Sign): void
  failed(error: { readonly code: string; readonly message: string }): void
  ask(experiment: Experiment): void
  goOn(experiment: Experiment): void
}
type Any = WechatMiniprogram.IAnyObject
type Self = WechatMiniprogram.Page.Instance<LabData, LabPage & Any>

const socketOf = (): Socket => getApp<DemoApp>().socket

const withSocket = socketBehavior({
  socket: socketOf,
  events: {
    state(this: Self, { to }) {
      this.hear({ type: 'state', to })
      this.refresh()
    },
    open(this: Self) {
      this.hear({ type: 'open' })
    },
    close(this: Self, close) {
      this.hear({ type: 'close', close })
    },
    retry(this: Self, { retry }) {
      this.hear({ type: 'retry', retry })
      this.refresh()
    },
    rtt(this: Self, { rttMs }) {
      this.hear({ type: 'rtt', rttMs })
      this.refresh()
    },
    error(this: Self, error) {
      this.failed(error)
    },
  },
})

const withDelivery = socketBehavior({
  socket: () => getApp<DemoApp>().delivery,
  state: false,
  events: {
    gap(this: Self) {
      this.hear({ type: 'gap' })
    },
    message(this: Self, { body }) {
      const message = body as ServerMessage
      if (message.type === 'notice') this.hear({ type: 'notice', text: message.text })
    },
    error(this: Self, error) {
      this.failed(error)
    },
  },
})

Page<LabData, LabPage & Any>({
  behaviors: [withSocket, withDelivery],
  experiments: new Map(),
  workbench: null,
  timer: 0,
  shown: {},

  data: {
    link: { text: '', tone: 'busy', action: '' },
    calls: [],
    faults: [],
    status: [],
    stats: [],
    history: [],
    lastError: '',
    minutes: 3,
    windows: [1, 3, 10],
  },

  onLoad() {
    this.shown = {}
    const rules = readRules(getApp<DemoApp>().timings)
    const groups = { calls: createCalls(rules), faults: createFaults(rules) }
    const paths = new Map<string, string>()
    for (const [name, group] of Object.entries(groups)) {
      group.forEach(({ id }, index) => paths.set(id, `${name}[${index}]`))
    }
    this.experiments = new Map([...groups.calls, ...groups.faults].map((one) => [one.id, one]))
    this.workbench = createWorkbench((id, { steps, verdict, tone }) => {
      const path = paths.get(id)
      this.setDataSoon?.({
        [`${path}.steps`]: steps,
        [`${path}.verdict`]: verdict,
        [`${path}.tone`]: tone,
      })
    })
    this.setData({ calls: groups.calls.map(freshCard), faults: groups.faults.map(freshCard) })
  },

  onShow() {
    this.refresh()
    // A phone that was locked may show a page that it never hid.
    clearInterval(this.timer)
    // Countdowns move on their own; everything else comes with an event.
    this.timer = setInterval(() => {
      this.workbench?.pass()
      this.refresh()
    }, REFRESH_MS)
  },

  onHide() {
    clearInterval(this.timer)
  },

  onUnload() {
    clearInterval(this.timer)
  },

  refresh() {
    const { socket, delivery } = getApp<DemoApp>()
    const waiting = delivery.pending.length
    const tables = {
      link: linkLine(socket, waiting),
      status: statusRows(socket, waiting, Date.now()),
      stats: statRows(socket.stats()),
      history: historyLines(socket.history()),
    }
    for (const [name, table] of Object.entries(tables)) {
      const json = JSON.stringify(table)
      if (this.shown[name] === json) continue
      this.shown[name] = json
      this.setDataSoon?.({ [name]: table })
    }
  },

  hear(sign) {
    this.workbench?.hear(sign)
  },

  failed({ code, message }) {
    this.setDataSoon?.({ lastError: `${code}: ${message}` })
  },

  onTry(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    const experiment = this.experiments.get(id)
    if (!experiment || !this.workbench) return
    const socket = socketOf()
    recordSocket(socket).mark(experiment.label)
    const hasEffect = this.workbench.begin(experiment, socket.state)
    if (experiment.call) socket[experiment.call]()
    else if (hasEffect) this.ask(experiment)
  },

  ask(experiment) {
    const { delivery } = getApp<DemoApp>()
    // A request is not kept in the storage: a fault that was asked for long ago would surprise.
    delivery.request(experiment.command, { timeoutMs: ANSWER_TIMEOUT_MS }).then(
      () => {
        this.hear({ type: 'answer' })
        this.goOn(experiment)
      },
      ({ code, message }) => this.workbench?.end(experiment.id, `${code}: ${message}`),
    )
  },

  goOn({ then }) {
    const { socket, delivery } = getApp<DemoApp>()
    if (then === 'probe') socket.probe()
    if (then === 'reconnect') socket.reconnect()
    if (then !== 'say') return
    const words = { room: 'general', text: 'Can anybody hear me?' }
    delivery.request(words, { timeoutMs: ANSWER_TIMEOUT_MS }).then(
      () => this.workbench?.end('mute', 'It was said: nobody is muted'),
      ({ code, message }) =>
        code === 'E_REFUSED'
          ? this.hear({ type: 'refused' })
          : this.workbench?.end('mute', `${code}: ${message}`),
    )
  },

  onWindow(event: WechatMiniprogram.TouchEvent) {
    const { minutes } = event.currentTarget.dataset as { minutes: number }
    this.setData({ minutes })
  },

  onCopyHistory() {
    wx.setClipboardData({ data: JSON.stringify(socketOf().history(), null, 2) })
  },
})
