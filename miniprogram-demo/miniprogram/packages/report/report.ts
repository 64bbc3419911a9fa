import type { Socket } from 'miniprogram-socket'
import type { DemoApp } from '../../app'
import { createDeviceReport } from './device-report'
import type { HostFacts, Outcome } from './device-report'
import type { Question } from './inquiry/question'
import { createPhonePort } from './phone-port'
import { QUESTIONS } from './questions/questions'
import { askingRow, endedRow, toRow } from './rows'
import type { Row } from './rows'
import { runQuestions } from './run-questions'
import type { Run } from './run-questions'

/** What the host says of itself; nothing of the person who holds it. */
function readHost(): HostFacts {
  // Base library 2.20.1. A phone of before is worth a report too.
  const { platform, system, model } = wx.getDeviceInfo?.() ?? wx.getSystemInfoSync()
  const { version, SDKVersion } = wx.getAppBaseInfo?.() ?? wx.getSystemInfoSync()
  return { platform, system, wechat: version, SDKVersion, model }
}

/** Until then its link is one of those that the host counts. */
const untilClosed = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.state === 'closed') return resolve()
    const stop = socket.on('state', ({ to }) => {
      if (to !== 'closed') return
      stop()
      resolve()
    })
  })

const indexOf = (question: Question) => QUESTIONS.indexOf(question)

Page({
  data: {
    rows: QUESTIONS.map(toRow),
    total: QUESTIONS.length,
    asked: 0,
    isRunning: false,
    /** The question under way, for the line of progress. */
    now: '',
    needsHands: false,
    guide: '',
    opened: '',
    json: '',
    copied: false,
  },
  run: null as Run | null,
  isCancelled: false,
  isGone: false,
  answers: {} as { [id: string]: Outcome },

  onUnload() {
    this.isGone = true
    this.run?.cancel()
  },

  /** A page that is gone shows nothing, though the question under way may still tidy up. */
  show(values: object) {
    if (!this.isGone) this.setData(values)
  },

  onRunAll() {
    this.answers = {}
    this.setData({ rows: QUESTIONS.map(toRow), asked: 0, json: '', opened: '' })
    void this.ask(QUESTIONS)
  },

  onRunOne(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    void this.ask(QUESTIONS.filter((question) => question.id === id))
  },

  onCancel() {
    this.isCancelled = true
    this.run?.cancel()
  },

  onSkip() {
    this.run?.skip()
  },

  onOpen(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    this.setData({ opened: this.data.opened === id ? '' : id })
  },

  onCopy() {
    wx.setClipboardData({
      data: this.data.json,
      success: () => this.setData({ copied: true }),
    })
  },

  async ask(questions: readonly Question[]) {
    if (this.data.isRunning) return
    const { server, socket } = getApp<DemoApp>()
    // The app's own link would be one of those that are counted.
    const wasWanted = socket.state !== 'idle' && socket.state !== 'closed'
    const reopen = () => {
      if (wasWanted) socket.connect()
    }
    socket.close(1000, 'device report')
    this.isCancelled = false
    this.show({ isRunning: true, copied: false })
    await untilClosed(socket)
    if (this.isGone) return reopen()
    const port = createPhonePort(server, (guide) => this.showGuide(guide))
    this.run = runQuestions(port, this.isCancelled ? [] : questions, {
      began: (question) => {
        this.show({ now: question.title, needsHands: question.needsHands })
        this.setRow(question, askingRow(question))
      },
      ended: (question, outcome) => {
        this.answers = { ...this.answers, [question.id]: outcome }
        this.setRow(question, endedRow(question, outcome))
        this.show({ asked: Object.keys(this.answers).length })
      },
    })
    await this.run.done
    this.run = null
    reopen()
    this.finish()
  },

  /** Where the person can see it, however far down the list is scrolled. */
  showGuide(guide: string) {
    this.show({ guide })
    if (guide !== '') wx.pageScrollTo({ scrollTop: 0 })
  },

  /** The report of what has been asked so far. */
  finish() {
    const hasAnswers = Object.keys(this.answers).length > 0
    const report = createDeviceReport(readHost(), Date.now(), this.answers)
    const asking = QUESTIONS.filter((_, at) => this.data.rows[at]?.state === 'asking')
    asking.forEach((question) => this.setRow(question, toRow(question)))
    this.show({
      isRunning: false,
      guide: '',
      now: '',
      json: hasAnswers ? JSON.stringify(report, null, 2) : '',
    })
  },

  setRow(question: Question, row: Row) {
    this.show({ [`rows[${indexOf(question)}]`]: row })
  },
})
