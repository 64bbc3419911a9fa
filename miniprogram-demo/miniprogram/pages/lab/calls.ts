/** The calls of the socket, each with what it promises. */
import type { SocketState } from 'miniprogram-socket'
import type { Experiment } from './experiment'
import { seconds } from './rules'
import type { Rules } from './rules'
import * as sign from './signs'

const CONNECT_MS = 10_000
const SLACK_MS = 4_000

/** The states in which a link is there, or on its way. */
const isLinked = (state: SocketState) => state === 'open' || state === 'connecting'

export function createCalls({ probeTimeoutMs }: Rules): Experiment[] {
  return [
    {
      id: 'probe',
      label: 'probe()',
      effect: 'Asks whether the link is alive',
      call: 'probe',
      steps: () => [
        sign.rtt(`Answered within ${seconds(probeTimeoutMs)}, or it is dead`, () => true),
      ],
      withinMs: probeTimeoutMs,
      whyNot: (state) => (state === 'open' ? '' : `No effect: it is ${state}`),
    },
    {
      id: 'reconnect',
      label: 'reconnect()',
      effect: 'Drops the link and makes a new one, now',
      call: 'reconnect',
      steps: (state) => [
        ...(isLinked(state) ? [sign.closesBy('app', 'The old link ends, without a retry')] : []),
        sign.opens('A new link is open'),
      ],
      withinMs: CONNECT_MS,
      whyNot: () => '',
      ends: ['close'],
    },
    {
      id: 'close',
      label: 'close()',
      effect: 'Ends the link for good, until a call',
      call: 'close',
      steps: () => [
        sign.closes('Closed by the app', (close) => close.cause === 'app' && !close.willReconnect),
        sign.staysAway,
      ],
      withinMs: SLACK_MS,
      whyNot: (state) =>
        state === 'idle' || state === 'closed' || state === 'closing'
          ? `No effect: it is ${state}`
          : '',
    },
    {
      id: 'connect',
      label: 'connect()',
      effect: 'Begins a fresh round, where none is under way',
      call: 'connect',
      steps: () => [sign.opens('A link is open')],
      withinMs: CONNECT_MS,
      whyNot: (state) =>
        isLinked(state) || state === 'waiting' ? `No effect: it is ${state} already` : '',
      ends: ['kick', 'close'],
    },
  ]
}
