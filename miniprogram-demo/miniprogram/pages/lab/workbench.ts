/** The experiments under way: several may run at once, each until its promise was seen, or not in time. */
import { watchedCard } from './card'
import type { CardChange } from './card'
import type { Experiment } from './experiment'
import { createTrial } from './trial'
import type { Sign, Step, Trial } from './trial'
import type { SocketState } from 'miniprogram-socket'

/** One press of a button. */
interface Run {
  readonly experiment: Experiment
  readonly steps: readonly Step[]
  readonly trial: Trial
  readonly startedAtMs: number
}

/** Where the lab watches. */
export interface Workbench {
  /** Begins one, anew if it is under way. Returns whether there is something to see in this state. */
  begin(experiment: Experiment, state: SocketState): boolean
  /** Ends one that cannot be seen any more, and says why. */
  end(id: string, why: string): void
  /** Something happened. */
  hear(sign: Sign): void
  /** Time has passed. */
  pass(): void
}

/** `show` is told what a card looks like now. */
export function createWorkbench(show: (id: string, change: CardChange) => void): Workbench {
  const runs = new Map<string, Run>()

  function draw({ experiment, steps, trial, startedAtMs }: Run, why = '') {
    show(experiment.id, watchedCard(steps, trial, Date.now() - startedAtMs, why))
    if (trial.outcome !== 'running') runs.delete(experiment.id)
  }

  function end(id: string, why: string) {
    const run = runs.get(id)
    if (!run) return
    run.trial.end()
    draw(run, why)
  }

  return {
    begin(experiment, state) {
      const { id, label, ends = [], withinMs } = experiment
      ends.forEach((other) => end(other, `Ended by ${label}`))
      const steps = experiment.steps(state)
      const startedAtMs = Date.now()
      const run = {
        experiment,
        steps,
        trial: createTrial(steps, withinMs, startedAtMs),
        startedAtMs,
      }
      runs.set(id, run)
      const why = experiment.whyNot(state)
      if (why) end(id, why)
      else draw(run)
      return why === ''
    },
    end,
    hear(sign) {
      for (const run of [...runs.values()]) {
        if (run.trial.hear(sign, Date.now())) draw(run)
      }
    },
    pass() {
      for (const run of [...runs.values()]) {
        run.trial.pass(Date.now())
        // Its seconds count on.
        draw(run)
      }
    },
  }
}
