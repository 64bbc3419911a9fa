/** A host that the app hands over, instead of one that is looked for. */
import { SocketError, describe } from '../core/errors'

/** @throws {@link SocketError} E_OPTION when it is no object. */
export function checkGivenHost(name: string, accepts: string, value: unknown): void {
  if (Object(value) === value) return
  throw new SocketError('E_OPTION', `${name} must be ${accepts}, got ${describe(value)}`)
}
