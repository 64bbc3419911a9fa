/** Looks for what keeps people out: WCAG 2 A and AA, contrast included. */
import { readFileSync } from 'node:fs'
import type { Frame } from 'playwright-core'

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What is wrong in a frame, without the frames in it, a line each. */
export async function violationsIn(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(SOURCE)
  return frame.evaluate(findViolations, TAGS)
}

/** Runs in the frame. */
async function findViolations(tags: string[]): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
  const { violations } = await axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    // Experimental in axe: it wants every word that is seen in the order in which it is drawn, and a row of the list of rooms
    // is told in the order in which it makes sense.
    rules: { 'label-content-name-mismatch': { enabled: false } },
    resultTypes: ['violations'],
    iframes: false,
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${any[0]?.message ?? ''} ${html.slice(0, 160)}`),
  )
}
