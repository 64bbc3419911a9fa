import type { Question } from '../inquiry/question'
import { backgroundQuestions } from './background'
import { closingQuestions } from './closing'
import { failingQuestions } from './failing'
import { limitQuestions } from './limits'
import { listeningQuestions } from './listening'
import { openingQuestions } from './opening'
import { sendingQuestions } from './sending'

/** All questions, in the order in which they are asked: those that need hands come last. */
export const QUESTIONS: readonly Question[] = [
  ...openingQuestions,
  ...failingQuestions,
  ...listeningQuestions,
  ...closingQuestions,
  ...sendingQuestions,
  ...limitQuestions,
  ...backgroundQuestions,
]
