/** Asks questions one by one. Whatever one of them does, the rest goes on. */
import { createInquiry } from './inquiry/create-inquiry'
import type { ReportPort } from './inquiry/port'
import type { Finding, Plain, Question } from './inquiry/question'
import type { Outcome } from './device-report'

export interface Run {
  /** Resolves when every question has its outcome, or after `cancel()`. */
  readonly done: Promise<void>
  /** Gives up the question under way and goes on with the next. */
  skip(): void
  /** Gives up the question under way, without an outcome, and all that follow. */
  cancel(): void
}

export interface RunEvents {
  began(question: Question): void
  ended(question: Question, outcome: Outcome): void
}

type End = Outcome | 'cancelled'

/** Begins at once. One run at a time: questions count sockets. */
export function runQuestions(
  port: ReportPort,
  questions: readonly Question[],
  events: RunEvents,
): Run {
  let isCancelled = false
  /** Ends the question under way; nothing between two of them. */
  let decide: (end: End) => void = () => undefined

  async function runOne(question: Question): Promise<void> {
    events.began(question)
    const startedAtMs = port.nowMs()
    const { inquiry, end } = createInquiry(port)
    const ended = await new Promise<End>((resolve) => {
      decide = resolve
      const tookMs = () => port.nowMs() - startedAtMs
      void inquiry
        .until(() => false, question.timeoutMs)
        .then(() => resolve({ status: 'timed out', durationMs: tookMs() }))
      // In a promise of its own, so that one which throws at once is like one which rejects.
      const asking = async () => question.ask(inquiry)
      asking().then(
        (finding) => resolve(toOutcome(finding, tookMs())),
        (error: unknown) =>
          resolve({ status: 'failed', problem: textOf(error), durationMs: tookMs() }),
      )
    })
    port.guide('')
    await end()
    if (ended !== 'cancelled') events.ended(question, ended)
  }

  async function runAll(): Promise<void> {
    for (const question of questions) {
      if (isCancelled) return
      await runOne(question)
    }
  }

  return {
    done: runAll(),
    skip: () => decide({ status: 'skipped' }),
    cancel() {
      isCancelled = true
      decide('cancelled')
    },
  }
}

const toOutcome = ({ answer, measured }: Finding, durationMs: number): Outcome => ({
  status: 'answered',
  // As it will stand in the report.
  answer: JSON.parse(JSON.stringify(answer)) as Plain,
  ...(measured === undefined ? {} : { measured }),
  durationMs,
})

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
