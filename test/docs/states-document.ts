/** Writes docs/states.md from the machine itself: every state × every event. */
import { SocketError } from '../../src/core/errors'
import { dueAtMs, transition } from '../../src/core/machine'
import {
  type Circumstances,
  type Effect,
  INITIAL_STATE,
  type MachineEvent,
  type MachineState,
  type Open,
  type Phase,
} from '../../src/core/states'

const NOW_MS = 1_000_000

const at: Circumstances = {
  nowMs: NOW_MS,
  cutsReported: 0,
  pulse: { heardAtMs: NOW_MS - 10_000, saidAtMs: NOW_MS - 10_000, wasEverAnswered: true },
  rules: {
    connectTimeoutMs: 10_000,
    closeTimeoutMs: 2_000,
    background: 'keep',
    heartbeat: {
      intervalMs: 10_000,
      outboundMs: Infinity,
      timeoutMs: 10_000,
      probeTimeoutMs: 3_000,
      message: 'ping',
    },
    reconnect: { limit: 12, stableAfterMs: 5_000, delayMs: () => 5_000, isFinal: () => false },
  },
}

const connecting = (stage: 'due' | 'begun' | 'asked'): Phase => ({
  tag: 'connecting',
  stage,
  dueAtMs: NOW_MS,
  isRetry: true,
  wasHidden: false,
})

const open: Open = {
  tag: 'open',
  sinceMs: NOW_MS - 60_000,
  resumeAtMs: 0,
  ping: null,
  believedAtMs: 0,
  failing: null,
  cut: null,
}

const failing = { failure: { text: 'broken' }, dueAtMs: NOW_MS }
const ping = { dueAtMs: NOW_MS, isProbe: false }

/** Every state, where it matters in more than one shape. */
const STATES: Record<string, MachineState> = {
  idle: INITIAL_STATE,
  'connecting (on its 0 ms timer)': { ...INITIAL_STATE, phase: connecting('due') },
  'connecting (url asked for)': { ...INITIAL_STATE, retry: 1, phase: connecting('begun') },
  'connecting (host asked)': { ...INITIAL_STATE, retry: 1, phase: connecting('asked') },
  open: { ...INITIAL_STATE, phase: open },
  'open (ping unanswered)': { ...INITIAL_STATE, phase: { ...open, ping } },
  'open (a send failed, probing)': {
    ...INITIAL_STATE,
    phase: { ...open, resumeAtMs: Infinity, ping: { ...ping, isProbe: true } },
  },
  'open (error, its close awaited)': { ...INITIAL_STATE, phase: { ...open, failing } },
  waiting: { ...INITIAL_STATE, phase: { tag: 'waiting', dueAtMs: NOW_MS, delayMs: 5_000 } },
  'suspended (background)': {
    ...INITIAL_STATE,
    hiddenAtMs: NOW_MS - 1_000,
    phase: { tag: 'suspended', dueAtMs: NOW_MS },
  },
  'suspended (offline)': {
    ...INITIAL_STATE,
    isOnline: false,
    phase: { tag: 'suspended', dueAtMs: NOW_MS },
  },
  'gave-up': { ...INITIAL_STATE, retry: 12, phase: { tag: 'gave-up' } },
  closing: {
    ...INITIAL_STATE,
    phase: { tag: 'closing', dueAtMs: NOW_MS, code: 1000, reason: '' },
  },
  closed: { ...INITIAL_STATE, phase: { tag: 'closed' } },
}

type EventsByType = {
  readonly [Type in MachineEvent['type']]: Extract<MachineEvent, { type: Type }>
}

/** Every event; a new one that is missing here is a type error. */
const EVENTS: EventsByType = {
  'connect-called': { type: 'connect-called' },
  'reconnect-called': { type: 'reconnect-called' },
  'close-called': { type: 'close-called', code: 1000, reason: '' },
  'probe-called': { type: 'probe-called' },
  hidden: { type: 'hidden' },
  shown: { type: 'shown' },
  'network-changed': { type: 'network-changed', isOnline: true },
  'cut-reported': { type: 'cut-reported', isInterrupted: true },
  'timer-fired': { type: 'timer-fired', isLate: false },
  'url-answered': { type: 'url-answered', target: { url: 'wss://example.com' } },
  'url-failed': { type: 'url-failed', error: new SocketError('E_URL', 'no') },
  'link-requested': { type: 'link-requested' },
  'link-opened': { type: 'link-opened', url: 'wss://example.com' },
  'link-errored': { type: 'link-errored', failure: { text: 'broken' } },
  'link-closed': { type: 'link-closed', code: 1006 },
  heard: { type: 'heard' },
  'send-failed': { type: 'send-failed' },
  'ping-skipped': { type: 'ping-skipped' },
}

/** The events as the table shows them: the network both ways. */
const SHOWN_EVENTS: Record<string, MachineEvent> = {}
for (const [name, event] of Object.entries(EVENTS)) {
  if (event.type !== 'network-changed') SHOWN_EVENTS[name] = event
  else {
    SHOWN_EVENTS['network-changed (online)'] = event
    SHOWN_EVENTS['network-changed (offline)'] = { ...event, isOnline: false }
  }
}

/** Which states an event of a link can reach: the others have no link, or not one that far. */
const REACH: readonly (readonly [RegExp, RegExp])[] = [
  [/^(url-|link-requested)/, /url asked for/],
  [/^link-/, /host asked|^open|^closing/],
  [/^(heard|ping-skipped)/, /^open/],
]

const reaches = (state: string, event: string): boolean => {
  const known = REACH.find(([events]) => events.test(event))
  return !known || known[1].test(state)
}

const nameOf = ([name, payload]: Effect): string =>
  name === 'error'
    ? `error (${payload.code})`
    : name === 'retry'
      ? `retry in ${payload.delayMs} ms`
      : name

interface Move {
  readonly to: string
  readonly effects: string
  readonly isSame: boolean
}

function moveOf(state: MachineState, event: MachineEvent): Move {
  const step = transition(state, event, at)
  const isSame =
    step.effects.length === 0 && JSON.stringify(step.state) === JSON.stringify({ ...state })
  return {
    to: step.state.phase.tag,
    effects: step.effects.map(nameOf).join(', '),
    isSame,
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function matrix(): string[] {
  const states = Object.keys(STATES)
  const lines = [row(['event', ...states]), row(['event', ...states].map(() => '---'))]
  for (const [name, event] of Object.entries(SHOWN_EVENTS)) {
    const cells = states.map((state) => {
      const from = STATES[state] as MachineState
      if (!reaches(state, name)) return ''
      const { to, isSame } = moveOf(from, event)
      if (isSame) return '·'
      return to === from.phase.tag ? '↺' : `→ ${to}`
    })
    lines.push(row([`\`${name}\``, ...cells]))
  }
  return lines
}

function details(): string[] {
  return Object.entries(STATES).flatMap(([state, from]) => {
    const rows = Object.entries(SHOWN_EVENTS)
      .filter(([name]) => reaches(state, name))
      .map(([name, event]) => [name, moveOf(from, event)] as const)
      .filter(([, move]) => !move.isSame)
      .map(([name, { to, effects }]) => row([`\`${name}\``, to, effects || '–']))
    const due = dueAtMs(from, at)
    const timer = due === Infinity ? 'No timer.' : 'One timer.'
    return [
      `### ${state}`,
      '',
      timer,
      '',
      row(['event', 'then', 'does, in order']),
      row(['---', '---', '---']),
      ...rows,
      '',
    ]
  })
}

/** The moves between states that the table holds, for the picture. */
function diagram(): string[] {
  const arrows = new Map<string, Set<string>>()
  for (const [state, from] of Object.entries(STATES)) {
    for (const [name, event] of Object.entries(SHOWN_EVENTS)) {
      if (!reaches(state, name)) continue
      const { to } = moveOf(from, event)
      const { tag } = from.phase
      if (to === tag) continue
      const key = `${id(tag)} --> ${id(to)}`
      arrows.set(key, (arrows.get(key) || new Set()).add(name.replace(/ .*/, '')))
    }
  }
  const lines = [...arrows].map(([arrow, names]) => `  ${arrow}: ${[...names].join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> idle', '  gave_up: gave-up', ...lines, '```']
}

const id = (tag: string): string => tag.replace('-', '_')

const INTRODUCTION = `# The states

Written by \`npm run states\` from \`src/core/machine.ts\`, which is a pure function \`(state, event) → { state, effects }\`;
\`npm test\` fails when this page and the code differ. The rules behind it are in the README.

The defaults hold (12 retries, 5 s apart; a heartbeat that asks), the app is visible and online unless the column says
otherwise, links have been open for a minute, and whatever has a time is due. What an option changes:
\`reconnect: false\`, a final close code or a domain that is not allowed lead to \`closed\` where the table says \`waiting\`; a
used-up limit leads to \`gave-up\`; hidden or offline to \`suspended\`.

An event of a link carries the epoch of that link. Where the table is empty there is no link, and the event has ended at the
one place that compares epochs.

## The picture
`

const MATRIX_INTRODUCTION = `
## Every state × every event

\`·\` nothing happens, \`↺\` the state stays and something is done or noted, \`→\` a move.
`

/** The whole page, unformatted. */
export function statesDocument(): string {
  return [
    INTRODUCTION,
    ...diagram(),
    MATRIX_INTRODUCTION,
    ...matrix(),
    '',
    '## What each does',
    '',
    'Effects that are events of the socket (`state`, `open`, `close`, `retry`, `giveup`, `error`) are emitted in this order.',
    '',
    ...details(),
  ].join('\n')
}
