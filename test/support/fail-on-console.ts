/** A test that prints something nobody expected fails. `expectConsole` is how a test expects something. */
import { afterEach, beforeEach } from '@jest/globals'
import { recordConsole, takeConsole } from './console'

beforeEach(recordConsole)

afterEach(() => {
  const unexpected = takeConsole()
  if (unexpected.length > 0) throw new Error(`unexpected console output:\n${unexpected.join('\n')}`)
})
