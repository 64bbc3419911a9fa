/** What is edited is on the phones a moment later. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { ROOT, startProject, type RunningCommand } from './support/command'
import { eventually } from './support/eventually'
import { useScene } from './support/scene'

/** The compiler takes its time. */
const BUILD_EXPIRY_MS = 60_000

let projectDir = ''

const scene = useScene(startCopy)

afterAll(() => rm(projectDir, { recursive: true, force: true }))

/** A copy of the demo, with the package in it as `npm start` has put it there. */
async function startCopy(): Promise<RunningCommand> {
  projectDir = await mkdtemp(join(tmpdir(), 'miniprogram-socket-reload-'))
  await cp(join(ROOT, 'miniprogram-demo'), projectDir, { recursive: true })
  // Nobody listens there, which is all the same here.
  return startProject(projectDir, '--query', 'server=ws://127.0.0.1:9')
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const file = join(projectDir, 'miniprogram', path)
  const text = await readFile(file, 'utf8')
  expect(text).toContain(from)
  await writeFile(file, text.replace(from, to))
}

test(
  'shows a change on both phones, says what does not build, and recovers',
  async () => {
    const window = await scene.openWindow()
    const { ann, bob, page } = window
    for (const { page: shown, name } of [ann, bob])
      await shown.getByText(`You are ${name}`).waitFor()

    await edit('pages/rooms/rooms.wxml', 'You are {{name}}', 'Hello, {{name}}')
    for (const { page: shown, name } of [ann, bob]) {
      await shown.getByText(`Hello, ${name}`).waitFor({ timeout: BUILD_EXPIRY_MS })
    }
    expect(await window.timeline()).toContain('ann the code changed: opened again')

    await edit('pages/rooms/rooms.wxml', 'Hello, {{name}}', '{{name</view>')
    const failure = page.getByRole('alert').filter({ hasText: 'This does not build' })
    await failure.waitFor({ timeout: BUILD_EXPIRY_MS })
    expect(await failure.textContent()).toContain('rooms.wxml')
    await ann.page.getByText('Hello, ann').waitFor()

    await edit('pages/rooms/rooms.wxml', '{{name</view>', 'Here is {{name}}')
    await ann.page.getByText('Here is ann').waitFor({ timeout: BUILD_EXPIRY_MS })
    await eventually(async () => expect(await failure.isVisible()).toBe(false))
  },
  4 * BUILD_EXPIRY_MS,
)
