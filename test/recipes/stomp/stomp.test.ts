/** docs/recipes/stomp.md, run: stompjs in the mini-program against RabbitMQ's Web-STOMP. */
import { describe, expect, test } from '@jest/globals'
import type { Client } from '@stomp/stompjs'
import fc from 'fast-check'
import { describeRecipe } from '../harness/cases'
import { expectNumbers } from '../harness/numbers'
import { readPage } from '../harness/pages'
import { startRabbitMq } from '../harness/rabbitmq'
import { createScriptedRecipeScene } from '../harness/scene'
import { joinRoom, scriptedStomp } from './client'

describeRecipe('stompjs against RabbitMQ', {
  startServer: () => startRabbitMq('web_stomp'),
  path: '/ws',
  route: 'pages/stomp/stomp',
  connect: (scene, url) => joinRoom(scene.module('utils/stomp').createStompClient, url),
})

test('the numbers of the page are those of the client', async () => {
  await expectNumbers(readPage('stomp'), scriptedStomp)
})

describe('C-50: a platform that drops the NUL at the end of a frame', () => {
  const frame = (body: string) => `MESSAGE\nsubscription:sub-0\nmessage-id:1\n\n${body}`

  test('is made up for, and heart-beats stay what they are', async () => {
    const scene = createScriptedRecipeScene()
    const { clock, tasks } = scene.fake
    const client: Client = scene.module('utils/stomp').createStompClient('wss://example.com/ws')
    const heard: string[] = []
    client.onConnect = () => void client.subscribe('/queue/a', ({ body }) => void heard.push(body))
    client.activate()
    await new Promise(setImmediate)
    const [task] = tasks
    task?.open()
    task?.message('CONNECTED\nversion:1.2\n\n')
    for (const text of [frame('cut'), '\n', frame('whole\0'), '\n']) task?.message(text)
    clock.advance(0)
    expect(heard).toEqual(['cut', 'whole'])
    expect([client.connected, task?.closeCalls]).toEqual([true, []])
    await client.deactivate({ force: true })
  })
})

describe('the text encoding of the page', () => {
  const source = readPage('stomp').files['src/text-encoding.js'] ?? ''
  const polyfill = new Function(
    `${source.replace(/^export /gm, '')}\nreturn { TextEncoder, TextDecoder }`,
  )() as { TextEncoder: typeof TextEncoder; TextDecoder: typeof TextDecoder }
  const encode = (text: string) => [...new polyfill.TextEncoder().encode(text)]
  const decode = (bytes: Uint8Array) => new polyfill.TextDecoder().decode(bytes)

  test('makes of every text the bytes that Node makes of it, lone surrogates included', () => {
    // The edges of each length of a character, and of the surrogates.
    const edges = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000]
    const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(...edges))
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), (units) => {
        const text = String.fromCharCode(...units)
        expect(encode(text)).toEqual([...new TextEncoder().encode(text)])
      }),
      { numRuns: 1_000 },
    )
  })

  test('reads all bytes as Node reads them, well-formed or not', () => {
    // Leads and tails often enough to make whole characters, and nearly whole ones.
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 0xff }),
      fc.integer({ min: 0x80, max: 0xbf }),
      fc.constantFrom(0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xbb),
    )
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), (bytes) => {
        const data = Uint8Array.from(bytes)
        expect(decode(data)).toBe(new TextDecoder().decode(data))
      }),
      { numRuns: 2_000 },
    )
    expect(decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('a')
  })
})
