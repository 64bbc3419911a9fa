/** delivery.js runs in a mini-program: beside index.js, with none of the globals that are missing there. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { type PackedPackage, installPackedPackage } from '../support/packed-package'
import { createScriptedWx } from '../support/scripted-wx'
import { loadInWxRealm } from '../support/wx-realm'

let packed: PackedPackage

beforeAll(async () => {
  packed = await installPackedPackage()
}, 60_000)

afterAll(() => packed.remove())

const WELCOME =
  '{"type":"welcome","v":1,"client":"ann","session":"s1","secret":"x","resumed":false,"next":1,"window":8,"maxFrameBytes":999}'

/** The frames that were sent, bytes as they are. */
const read = (sent: readonly unknown[]): unknown[] =>
  sent.map((data) => (typeof data === 'string' ? (JSON.parse(data) as unknown) : data))

test('E5: delivers JSON and bytes both ways, and keeps what is unacknowledged', async () => {
  const { wx, tasks } = createScriptedWx()
  const folder = join(packed.packageDir, packed.manifest.miniprogram)
  const { createSocket } = loadInWxRealm(join(folder, 'index.js'), { wx })
  const { createDelivery, memoryStorage } = loadInWxRealm(join(folder, 'delivery.js'), { wx })
  const storage = memoryStorage()
  const socket = createSocket({ url: 'wss://example.com' })
  const delivery = createDelivery(socket, { storage, identity: '消息' })
  const heard: unknown[] = []
  delivery.on('message', ({ body }: { body: unknown }) => heard.push(body))
  const receipt = delivery.send({ text: '消息' })
  void delivery.send(new Uint8Array([1, 2, 3]).subarray(1))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await storage.keys()).toHaveLength(1)

  socket.connect()
  tasks[0]?.open()
  tasks[0]?.message(WELCOME)
  const [hello, text, bytes] = read(tasks[0]?.sent ?? []) as [object, object, ArrayBuffer]
  expect(hello).toMatchObject({ type: 'hello', v: 1 })
  expect(text).toEqual({ type: 'data', seq: 1, body: { text: '消息' } })
  const head = '{"type":"data","seq":2,"after":1}'
  expect([...new Uint8Array(bytes)]).toEqual([0, head.length, ...Buffer.from(head), 2, 3])

  tasks[0]?.message('{"type":"data","seq":1,"ack":2,"body":"hi"}')
  tasks[0]?.message(new Uint8Array([0, 23, ...Buffer.from('{"type":"data","seq":2}'), 7]).buffer)
  expect(heard).toEqual(['hi', new Uint8Array([7]).buffer])
  expect(await receipt).toMatchObject({ sends: 1 })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await storage.keys()).toEqual([expect.stringMatching(/position$/)])

  delivery.stop()
  socket.close()
  tasks[0]?.close(1000, '')
})
