import type { Failure } from './wx-types'

/** A failure in full, or its `errMsg` alone. */
export type FailureInput = string | Failure

/** A failure, spelled out. */
export function toFailure(input: FailureInput): Failure {
  return typeof input === 'string' ? { errMsg: input } : input
}
