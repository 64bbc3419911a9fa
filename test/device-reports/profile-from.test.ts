/** From a host to its report and back: whatever a host does, the profile made of its report does too. */
import { describe, expect, jest, test } from '@jest/globals'
import { QUESTIONS } from '../../miniprogram-demo/miniprogram/packages/report/questions/questions'
import type {
  DeviceReport,
  Outcome,
} from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import { hostProfiles, type HostProfile } from '../../src/testing'
import { takeReport } from './fake-phone'
import { profileFrom } from './profile-from'

// Every question is asked, some of them with megabytes.
jest.setTimeout(30_000)

const { android, ios, devtools } = hostProfiles
const untold = { code: 1006, reason: '' }
const cut = { code: 1000, reason: 'interrupted' }

/** Hosts that nobody has seen yet, each for one thing that a phone might turn out to do. */
const HOSTS: readonly { readonly what: string; readonly change: Partial<HostProfile> }[] = [
  {
    what: 'lets a second listener take the place of the first',
    change: { secondListener: 'replace' },
  },
  { what: 'has a Promise on timers', change: { promise: 'macrotask' } },
  { what: 'calls success before connectSocket returns', change: { callbacks: 'sync' } },
  { what: 'rejects what nobody listens for', change: { unheardFailure: 'reject' } },
  { what: 'takes views', change: { sendsViews: true } },
  {
    what: 'allows two sockets and says so by an error',
    change: { maxSockets: 2, tooManySockets: { report: 'error', failure: { errMsg: 'two!' } } },
  },
  { what: 'has no limit of sockets', change: { maxSockets: Infinity } },
  { what: 'does not count a socket that is being closed', change: { countsClosing: false } },
  { what: 'says nothing after a connect that failed', change: { closeAfterConnectError: null } },
  {
    what: 'closes after a timeout',
    change: {
      connectTimeout: {
        defaultMs: 60_000,
        perCall: true,
        failure: { errMsg: 'too late', errCode: 9 },
        thenClose: { code: 1006, reason: '' },
      },
    },
  },
  { what: 'closes what is connecting', change: { closeWhileConnecting: 'closed' } },
  { what: 'takes every close code', change: { checksCloseCode: false } },
  {
    what: 'has words of its own for a broken link',
    change: { brokenLink: { code: 1001, reason: 'x' } },
  },
  { what: 'gives no reason that the server did not give', change: { closeReasons: {} } },
  {
    what: 'refuses to send more than 1 MB',
    change: {
      sendLimit: { maxBytes: 1_048_576, failure: { errMsg: 'send:fail too long' }, close: null },
    },
  },
  {
    what: 'breaks the link at more than 4 MB',
    change: {
      sendLimit: { maxBytes: 4_194_304, failure: null, close: { code: 1009, reason: 'too big' } },
    },
  },
  { what: 'drops timers', change: { frozenTimers: 'dropped' } },
  { what: 'stops the delays of timers', change: { frozenTimers: 'paused' } },
  { what: 'runs late timers once', change: { frozenTimers: 'late' } },
  { what: 'brings events before the show', change: { resumeSteps: ['events', 'show', 'timers'] } },
  { what: 'stops the script after 10 s', change: { suspendAfterMs: 10_000 } },
  {
    what: 'never stops the script',
    change: { suspendAfterMs: Infinity, connectWhileHidden: null },
  },
  { what: 'cuts nothing', change: { backgroundCut: null } },
  {
    what: 'cuts after 20 s',
    change: { backgroundCut: { afterMs: 20_000, report: 'task', close: cut } },
  },
  {
    what: 'tells a cut to the global listener alone',
    change: { backgroundCut: { afterMs: 6_000, report: 'global', close: cut } },
  },
  {
    what: 'tells a cut to nobody',
    change: { backgroundCut: { afterMs: 5_000, report: 'none', close: untold } },
  },
]

/** Forty megabytes each time are worth it only where the size matters. */
const WITHOUT_SIZES = QUESTIONS.filter(({ id }) => id !== 'message-size')

const answersIn = ({ answers }: DeviceReport) =>
  Object.fromEntries(
    Object.entries(answers).map(([id, outcome]) => [
      id,
      outcome.status === 'answered' ? outcome.answer : outcome.status,
    ]),
  )

describe('profileFrom', () => {
  test.each(HOSTS)('plays a host that $what', async ({ change }) => {
    const questions = 'sendLimit' in change ? QUESTIONS : WITHOUT_SIZES
    const first = await takeReport({ ...android, ...change }, questions)
    // A base that knows nothing of it.
    const profile = profileFrom(first, android)
    const second = await takeReport(profile, questions)
    expect(answersIn(second)).toEqual(answersIn(first))
    expect(profile).toMatchObject(change)
  })

  test.each([
    { host: ios, base: android },
    { host: devtools, base: ios },
    { host: android, base: devtools },
  ])('finds $host.name again, whichever host it begins from', async ({ host, base }) => {
    const first = await takeReport(host, QUESTIONS)
    const second = await takeReport(profileFrom(first, base), QUESTIONS)
    expect(answersIn(second)).toEqual(answersIn(first))
  })

  test('lets the base speak where there is no answer', () => {
    const outcomes: readonly Outcome[] = [
      { status: 'skipped' },
      { status: 'timed out', durationMs: 1 },
      { status: 'failed', problem: 'no link', durationMs: 1 },
    ]
    for (const outcome of outcomes) {
      const answers = Object.fromEntries(QUESTIONS.map(({ id }) => [id, outcome]))
      const { name, ...profile } = profileFrom({ answers } as unknown as DeviceReport, ios)
      expect(name).toBe('ios, as reported')
      expect({ ...profile, name: ios.name }).toEqual(ios)
    }
  })
})
