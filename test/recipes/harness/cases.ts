/** What every recipe goes through, on the built app and against a real server. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { pause } from '../../integration/live-scene'
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy'
import { cleanUp, createLiveRecipeScene, until, type RecipeScene } from './scene'

/** A real server that can die. */
export interface RecipeServer {
  readonly port: number
  /** It is gone at once, with its connections, and its port refuses. */
  kill(): Promise<void>
  /** It is there again after `kill()`, on the same port. */
  restart(): Promise<void>
  /** It is gone for good, whatever state it is in. */
  stop(): Promise<void>
}

/** The recipe's library, joined to one room in which everybody hears what anybody says. */
export interface RecipeClient {
  /** Whether the library calls itself connected, and is in the room. */
  readonly isReady: () => boolean
  /** What it heard in the room, oldest first. */
  readonly heard: readonly string[]
  readonly say: (text: string) => void
  /** Ends the connection as an app does; resolves when the library says that it is over. */
  readonly close: () => Promise<void>
}

export interface Recipe {
  readonly startServer: () => Promise<RecipeServer>
  /** Where the server speaks the protocol. @default '/' */
  readonly path?: string
  /**
   * The mini-program page that the recipe shows. It is given the address as `url`, keeps what it hears last in
   * `data.last`, and has a handler `say` that says `hello`.
   */
  readonly route: string
  /** Connects by the code of the recipe's page, with a heartbeat and a reconnect delay below a second. */
  readonly connect: (scene: RecipeScene, url: string) => RecipeClient
}

/** How long a server may take to start. */
const START_MS = 60_000

const TEXTS = ['hello', '', '你好 🙂 \u0000 \n', 'x'.repeat(20_000)]

export function describeRecipe(
  title: string,
  { startServer, path = '/', route, connect }: Recipe,
): void {
  describe(title, () => {
    let server: RecipeServer

    beforeAll(async () => {
      server = await startServer()
    }, START_MS)

    afterAll(() => server?.stop())

    async function approach() {
      const proxy = await startFaultProxy(server.port)
      cleanUp(proxy.close)
      const url = `ws://127.0.0.1:${proxy.port}${path}`
      return { proxy, scene: createLiveRecipeScene(), url }
    }

    async function join(): Promise<Joined> {
      const { proxy, scene, url } = await approach()
      const client = connect(scene, url)
      cleanUp(() => void client.close())
      const joined = { scene, proxy, client }
      await isReady(joined)
      return joined
    }

    test('runs as the page that the recipe shows', async () => {
      const { proxy, scene, url } = await approach()
      const page = scene.openPage(route, { url })
      cleanUp(page.unload)
      await until('the server sees it', () => proxy.openCount === 1)
      await until('what it says comes back', () => said(page))
      page.unload()
      await until('no socket is left', () => scene.fake.openCount === 0 && proxy.openCount === 0)
    })

    test('connects, and hears what it says as it was said and in order', async () => {
      const { client } = await join()
      const numbered = Array.from({ length: 100 }, (_, nth) => `message ${nth}`)
      const texts = [...TEXTS, ...numbered]
      texts.forEach(client.say)
      await until('everything came back', () => client.heard.length >= texts.length)
      expect(client.heard).toEqual(texts)
    })

    test('C-33: keeps two clients of one app apart', async () => {
      const { scene, url } = await approach()
      const [one, two] = [connect(scene, url), connect(scene, url)]
      cleanUp(() => void [one.close(), two.close()])
      await until('both are connected', () => one.isReady() && two.isReady())
      one.say('from one')
      two.say('from two')
      await until('both heard both', () => one.heard.length >= 2 && two.heard.length >= 2)
      await one.close()
      two.say('still here')
      await until('it is heard', () => two.heard.length >= 3)
      expect([...one.heard].sort()).toEqual(['from one', 'from two'])
      await until('one socket is left', () => scene.fake.openCount === 1)
      expect([one.isReady(), two.isReady()]).toEqual([false, true])
    })

    test('comes back when the server was killed and started again', async () => {
      const joined = await join()
      await server.kill()
      await until('it is noticed', () => !joined.client.isReady())
      await server.restart()
      await isBack(joined)
    })

    test('notices a half-open link by itself, and replaces it', async () => {
      const joined = await join()
      joined.proxy.blackHole()
      await until('it is noticed', () => !joined.client.isReady())
      joined.proxy.heal()
      await isBack(joined)
    })

    test('comes back after a cut in the background', async () => {
      const joined = await join()
      const { fake } = joined.scene
      fake.hide()
      await until('the link is cut', () => joined.proxy.openCount === 0)
      await pause(40)
      fake.show()
      await until('it is noticed', () => !joined.client.isReady())
      await isBack(joined)
    })

    test('closes for good, and leaves no socket and no timer behind', async () => {
      const { client, proxy, scene } = await join()
      await client.close()
      await until('the server sees nobody', () => proxy.openCount === 0)
      await until('no timer is left', () => scene.fake.clock.pending === 0)
      await pause(100)
      expect([scene.fake.openCount, proxy.accepted, client.isReady()]).toEqual([0, 1, false])
    })
  })
}

/** Says something until it is heard: a page does not tell when it is connected. */
function said(page: ReturnType<RecipeScene['openPage']>): boolean {
  if (page.instance.data.last === 'hello') return true
  try {
    page.call('say')
  } catch {
    // Not connected yet, says the library.
  }
  return false
}

interface Joined {
  readonly scene: RecipeScene
  readonly proxy: FaultProxy
  readonly client: RecipeClient
}

const isReady = ({ client }: Joined) => until('it is connected', client.isReady)

/** It is connected again, on one socket, and traffic flows. */
async function isBack(joined: Joined): Promise<void> {
  const { client, scene } = joined
  await isReady(joined)
  client.say('back')
  await until('it is heard', () => client.heard.includes('back'))
  await until('one socket is left', () => scene.fake.openCount === 1)
  expect(client.heard.filter((text) => text === 'back')).toEqual(['back'])
}
