/** Every report as a host: the fake answers as the phone did, and on that host the socket keeps its promises. */
import { describe, expect, jest, test } from '@jest/globals'
import { QUESTIONS } from '../../miniprogram-demo/miniprogram/packages/report/questions/questions'
import type { Question } from '../../miniprogram-demo/miniprogram/packages/report/inquiry/question'
import type { PlatformException } from '../../src/platforms/exceptions'
import type { WxHost } from '../../src/platforms/wx/wx-host'
import { createWxPlatform } from '../../src/platforms/wx/wx-platform'
import type { FakeTask, HostProfile } from '../../src/testing'
import { createFakeWorld } from '../contracts/fake-world'
import { describePlatform } from '../contracts/platform-contract'
import { createScene, type Scene } from '../support/scene'
import { takeReport } from './fake-phone'
import { baseOf, personOf, readReports, type KnownReport } from './known-reports'
import { profileFrom } from './profile-from'

// Every question is asked, some of them with megabytes.
jest.setTimeout(30_000)

const BACKGROUND_MS = 60_000
const STEP_MS = 500

/** Questions that the report answers; a skipped one says nothing. */
const answeredIn = ({ answers }: KnownReport): readonly Question[] =>
  QUESTIONS.filter(({ id }) => answers[id]?.status === 'answered')

const answersIn = ({ answers }: Pick<KnownReport, 'answers'>) =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([id, outcome]) =>
      outcome.status === 'answered' ? [[id, outcome.answer]] : [],
    ),
  )

/** Where the contract asks for less, because this host does less. */
function exceptionsOf({ backgroundCut, connectReturns }: HostProfile): PlatformException[] {
  const exceptions: PlatformException[] = []
  if (backgroundCut === null || backgroundCut.report === 'none') exceptions.push('noBackgroundCut')
  else if (backgroundCut.report === 'global') exceptions.push('cutToldByHost')
  if (connectReturns === 'promise') exceptions.push('missesEarlyOpen')
  return exceptions
}

for (const { file, report } of readReports()) {
  const profile = profileFrom(report, baseOf(report))

  describe(`${file}, replayed`, () => {
    test('gives the same answers', async () => {
      const again = await takeReport(profile, answeredIn(report), personOf(report))
      expect(answersIn(again)).toEqual(answersIn(report))
    })
    describeSocket(profile)
  })

  describePlatform(`${file} as a host`, {
    world: () => createFakeWorld<WxHost>({ profile }),
    createPlatform: ({ host }) => createWxPlatform(() => host),
    exceptions: exceptionsOf(profile),
  })
}

/** A server that takes every link and answers every ping. */
function serve({ fake }: Scene): void {
  const answer = (task: FakeTask) =>
    task.onSent((data) => {
      if (data === 'ping') task.message('pong')
    })
  fake.tasks.forEach(answer)
  fake.onTask((task) => {
    answer(task)
    task.open()
  })
}

/** Lets time pass in small steps, promises included. */
async function pass(scene: Scene, ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += STEP_MS) {
    scene.advance(STEP_MS)
    await scene.settle()
  }
}

async function expectToEndCleanly(scene: Scene): Promise<void> {
  scene.socket.close()
  await pass(scene, 10_000)
  expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
}

/** The socket itself, on this host. */
function describeSocket(profile: HostProfile): void {
  test('R11: is open again after a minute in the background, with one link', async () => {
    const scene = createScene({ profile, startConnected: true })
    serve(scene)
    scene.fake.hide()
    scene.advance(BACKGROUND_MS)
    scene.fake.show()
    await pass(scene, 20_000)
    expect(scene.socket.state).toBe('open')
    expect(scene.fake.openCount).toBe(1)
    expect(scene.fake.connectCalls).toHaveLength(profile.backgroundCut === null ? 1 : 2)
    await expectToEndCleanly(scene)
  })

  test('R1: one failure, however often the host tells it, leads to one retry', async () => {
    const scene = createScene({ profile, startConnected: true })
    serve(scene)
    const task = scene.task()
    task.error(profile.texts.unreachable)
    task.close(profile.brokenLink.code, profile.brokenLink.reason)
    scene.fake.globalClose(profile.brokenLink)
    await pass(scene, 10_000)
    expect(scene.heard('retry')).toHaveLength(1)
    expect(scene.socket.state).toBe('open')
    expect(scene.fake.openCount).toBe(1)
    await expectToEndCleanly(scene)
  })

  test('closes while connecting, and leaves no socket even if the host opens it all the same', async () => {
    const scene = createScene({ profile })
    scene.socket.connect()
    scene.advance(0)
    scene.socket.close()
    scene.task().open()
    await expectToEndCleanly(scene)
  })
}
