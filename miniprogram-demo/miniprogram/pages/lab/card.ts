/** A card as the page shows it. */
import type { Experiment } from './experiment'
import { seconds } from './rules'
import type { Outcome, Step, Trial } from './trial'

/** What one step looks like. */
export interface CardStep {
  text: string
  /** When it was seen, such as `5.2 s`; empty until then. */
  at: string
}

/** What a card looks like. */
export interface Card {
  id: string
  label: string
  effect: string
  steps: CardStep[]
  /** What came of it; empty before the first press. */
  verdict: string
  tone: 'none' | Outcome
}

/** Before the first press. */
export function freshCard({ id, label, effect, steps }: Experiment): Card {
  return { id, label, effect, steps: cardSteps(steps('open'), []), verdict: '', tone: 'none' }
}

/** The parts of a card that a trial changes. */
export type CardChange = Pick<Card, 'steps' | 'verdict' | 'tone'>

/** How a trial looks; `why` says what ended it. */
export function watchedCard(
  steps: readonly Step[],
  { outcome, seenMs }: Trial,
  elapsedMs: number,
  why: string,
): CardChange {
  return {
    steps: cardSteps(steps, seenMs),
    tone: outcome,
    verdict: {
      running: `Watching, ${Math.floor(elapsedMs / 1000)} s`,
      seen: `Seen after ${seconds(seenMs[seenMs.length - 1] ?? 0)}`,
      missed: `Not seen within ${seconds(elapsedMs)}`,
      ended: why,
    }[outcome],
  }
}

const cardSteps = (steps: readonly Step[], seenMs: readonly number[]): CardStep[] =>
  steps.map(({ text }, index) => {
    const ms = seenMs[index]
    return { text, at: ms === undefined ? '' : seconds(ms) }
  })
