/** The faults of the server, each with what the socket promises to do about it. */
import type { Experiment } from './experiment'
import { longestDelayMs, seconds } from './rules'
import type { Rules } from './rules'
import * as sign from './signs'

const BURST = 100
/** Each way, so a round trip takes twice as long. */
const SLOW_MS = 200
/** What messages need to come and go, on a phone too. */
const SLACK_MS = 4_000

/** The code of a hub that restarts, and of one that sends somebody away. */
const RESTART = 1012
const KICKED = 4501

/** An experiment without the words that all of them share. */
type Fault = Omit<Experiment, 'whyNot'>

const needsLink = (fault: Fault): Experiment => ({
  ...fault,
  whyNot: (state) =>
    state === 'open' ? '' : `It takes an open link to ask for it: it is ${state}`,
})

/** All of them; the times are those of the rules. */
export function createFaults(rules: Rules): Experiment[] {
  return [...endsOfLinks(rules), ...outages(rules), ...messages()].map(needsLink)
}

function endsOfLinks(rules: Rules): Fault[] {
  const { limit, intervalMs, timeoutMs } = rules
  const retryMs = longestDelayMs(rules)
  const silenceMs = intervalMs + timeoutMs
  const back = [sign.retries(1, limit), sign.opens(`Open again, ${seconds(retryMs)} later at most`)]
  return [
    {
      id: 'kick',
      label: 'Kick',
      effect: 'Closes your link with 4501',
      command: { command: 'kick' },
      steps: () => [
        sign.closes('Closed with 4501, for good', (close) => {
          return close.code === KICKED && !close.willReconnect
        }),
        sign.staysAway,
      ],
      withinMs: SLACK_MS,
    },
    {
      id: 'drop',
      label: 'Drop',
      effect: 'Cuts your link without a word',
      command: { command: 'drop' },
      steps: () => [sign.closesBy('network', 'Closed by the network, 1006'), ...back],
      withinMs: retryMs + SLACK_MS,
    },
    {
      id: 'freeze',
      label: 'Freeze',
      effect: 'Falls silent; nobody closes. Thaw, or wait for the heartbeat',
      command: { command: 'freeze' },
      steps: () => [
        sign.closesBy('heartbeat-timeout', `Found dead after ${seconds(silenceMs)} of silence`),
        ...back,
      ],
      withinMs: silenceMs + retryMs + SLACK_MS,
    },
    {
      id: 'thaw',
      label: 'Thaw',
      effect: 'Answers again, and passes what it held',
      command: { command: 'thaw' },
      steps: () => [
        sign.answers('The server answers'),
        sign.rtt('A ping is answered: the link lives', () => true),
      ],
      then: 'probe',
      withinMs: SLACK_MS,
      ends: ['freeze'],
    },
  ]
}

function outages(rules: Rules): Fault[] {
  const { delayMs, limit } = rules
  const retryMs = longestDelayMs(rules)
  // So short that retries are left.
  const awaySeconds = Math.min(8, Math.max(1, Math.floor((limit * delayMs * 0.7) / 1000)))
  const awayMs = awaySeconds * 1000
  const again = sign.opens(`Open again, ${seconds(awayMs + retryMs)} later at most`)
  const refused = sign.closesBy('connect-failed', 'An attempt is refused')
  return [
    {
      id: 'refuse',
      label: `Refuse ${awaySeconds} s`,
      effect: 'Turns new links away; the lab reconnects to see it',
      command: { command: 'refuse', seconds: awaySeconds },
      steps: () => [refused, sign.retries(1, limit), again],
      then: 'reconnect',
      withinMs: awayMs + retryMs + SLACK_MS,
    },
    {
      id: 'down',
      label: `Down ${awaySeconds} s`,
      effect: 'Cuts everybody, then turns new links away',
      command: { command: 'down', seconds: awaySeconds },
      steps: () => [
        sign.closesBy('network', 'Closed by the network, 1006'),
        sign.retries(1, limit),
        refused,
        again,
      ],
      withinMs: awayMs + retryMs + SLACK_MS,
    },
    {
      id: 'graceful',
      label: 'Graceful restart',
      effect: `Tells everybody to come back within ${awaySeconds} s`,
      command: { command: 'graceful', seconds: awaySeconds },
      steps: () => [
        sign.closes('Closed with 1012, to come back', (close) => {
          return close.code === RESTART && close.willReconnect
        }),
        sign.opens(`Open again, ${seconds(awayMs)} later at most`),
      ],
      withinMs: awayMs + SLACK_MS,
    },
    {
      id: 'forget',
      label: 'Forget',
      effect: 'Crashes, and loses its memory',
      command: { command: 'forget' },
      steps: () => [
        sign.closesBy('network', 'Closed by the network, 1006'),
        sign.opens(`Open again, ${seconds(retryMs)} later at most`),
        sign.gap('Delivery says so: a gap'),
      ],
      withinMs: retryMs + SLACK_MS,
    },
  ]
}

function messages(): Fault[] {
  return [
    {
      id: 'mute',
      label: 'Mute 8 s',
      effect: 'Refuses what you say; the lab says something',
      command: { command: 'mute', seconds: 8 },
      steps: () => [sign.answers('The server answers'), sign.refuses('What you say is refused')],
      then: 'say',
      withinMs: SLACK_MS,
    },
    {
      id: 'burst',
      label: 'Burst',
      effect: `Sends ${BURST} lines at once`,
      command: { command: 'burst', count: BURST },
      steps: () => sign.burstOf(BURST),
      withinMs: 2 * SLACK_MS,
    },
    {
      id: 'slow',
      label: 'Slow',
      effect: `Passes every frame on ${SLOW_MS} ms later`,
      command: { command: 'slow', ms: SLOW_MS },
      steps: () => [
        sign.rtt(`A round trip takes ${2 * SLOW_MS} ms or more`, (rttMs) => rttMs >= 2 * SLOW_MS),
      ],
      then: 'probe',
      withinMs: SLACK_MS,
      ends: ['fast'],
    },
    {
      id: 'fast',
      label: 'Fast again',
      effect: 'Passes frames on at once',
      command: { command: 'slow', ms: 0 },
      steps: () => [
        sign.answers('The server answers'),
        sign.rtt(`A round trip takes less than ${2 * SLOW_MS} ms`, (rttMs) => rttMs < 2 * SLOW_MS),
      ],
      then: 'probe',
      withinMs: SLACK_MS,
      ends: ['slow'],
    },
  ]
}
