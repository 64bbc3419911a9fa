/** The questions as the page lists them. */
import type { Outcome } from './device-report'
import type { Question } from './inquiry/question'

export interface Row {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly needsHands: boolean
  /** `open`: not asked yet. */
  readonly state: 'open' | 'asking' | 'answered' | 'failed' | 'skipped'
  /** What is said beside it. */
  readonly word: string
  /** The answer, for who wants to read it here. */
  readonly text: string
}

export const toRow = ({ id, title, about, needsHands }: Question): Row => ({
  id,
  title,
  about,
  needsHands,
  state: 'open',
  word: needsHands ? 'Needs your hands' : '',
  text: '',
})

export const askingRow = (question: Question): Row => ({
  ...toRow(question),
  state: 'asking',
  word: 'Asking…',
})

export function endedRow(question: Question, outcome: Outcome): Row {
  const row = toRow(question)
  switch (outcome.status) {
    case 'answered':
      return {
        ...row,
        state: 'answered',
        word: `Answered in ${seconds(outcome.durationMs)}`,
        text: JSON.stringify(outcome.answer, null, 1),
      }
    case 'skipped':
      return { ...row, state: 'skipped', word: 'Skipped' }
    case 'timed out':
      return { ...row, state: 'failed', word: `No end after ${seconds(outcome.durationMs)}` }
    case 'failed':
      return { ...row, state: 'failed', word: outcome.problem }
  }
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
