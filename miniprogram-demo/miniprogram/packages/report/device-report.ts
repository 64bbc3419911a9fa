/** The report as it leaves the phone: plain JSON, with nothing in it that says whose phone it was. */
import type { Plain } from './inquiry/question'

/** What became of one question. */
export type Outcome =
  | {
      readonly status: 'answered'
      /** What the host does: a replay gives the same. */
      readonly answer: Plain
      /** Times in ms; they differ from run to run. */
      readonly measured?: { readonly [name: string]: number | null } | undefined
      readonly durationMs: number
    }
  | { readonly status: 'failed'; readonly problem: string; readonly durationMs: number }
  | { readonly status: 'timed out'; readonly durationMs: number }
  | { readonly status: 'skipped' }

export interface HostFacts {
  readonly platform: string
  readonly system: string
  readonly wechat: string
  readonly SDKVersion: string
  readonly model: string
}

export interface DeviceReport {
  /** Grows when a reader would not understand it any more. */
  readonly schema: 1
  /** What gave the answers. A fake is no phone. */
  readonly source: 'phone' | 'devtools' | 'fake'
  /** The day. */
  readonly takenOn: string
  readonly host: HostFacts
  readonly answers: { readonly [id: string]: Outcome }
}

export function createDeviceReport(
  host: HostFacts,
  takenAtMs: number,
  answers: { readonly [id: string]: Outcome },
): DeviceReport {
  return {
    schema: 1,
    source: sourceOf(host),
    takenOn: new Date(takenAtMs).toISOString().slice(0, 10),
    host,
    answers,
  }
}

/** The fake and the playground call themselves so. */
function sourceOf({ platform, model }: HostFacts): DeviceReport['source'] {
  if (model === 'fake' || model === 'playground') return 'fake'
  return platform === 'devtools' ? 'devtools' : 'phone'
}
