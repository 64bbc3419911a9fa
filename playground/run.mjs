/** What every command that opens a playground does once it knows what to show: tells where, and ends on ctrl-c. */
import { openAtPort } from './server/open-at-port.mjs'
import { openBrowser } from './server/open-browser.mjs'

/**
 * Resolves when the playground is open.
 *
 * @param {object} options
 * @param {Omit<import('./open-playground.mjs').PlaygroundOptions, 'port' | 'say'>} options.playground
 * @param {number | undefined} options.port
 * @param {boolean} options.shouldOpen whether to open a browser
 * @param {(line: string) => void} options.print
 * @param {() => Promise<void>} [options.close] what else is to be ended
 */
export async function run({ playground, port, shouldOpen, print, close = async () => {} }) {
  // What the first build says is said once, below.
  let isOpen = false
  const isWatching = (playground.watch ?? []).length > 0
  const {
    url,
    failure,
    close: closePlayground,
  } = await openAtPort({ ...playground, say: (line) => isOpen && print(line) }, port, print)
  const end = async () => {
    await closePlayground()
    await close()
  }
  const problem = failure()
  if (problem !== null) {
    if (!isWatching) {
      await end()
      throw new Error(problem)
    }
    print(problem)
  }
  isOpen = true
  print(`${playground.title ?? 'The mini-program'}: ${url}`)
  print(isWatching ? 'Changes are shown at once. Ctrl-c ends it.' : 'Ctrl-c ends it.')
  // Once: a second ctrl-c ends the process, whatever is still open.
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  if (shouldOpen) openBrowser(url)
}
