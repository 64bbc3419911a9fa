/** docs/recipes/mqtt.md, run: MQTT.js in the mini-program against aedes and against RabbitMQ's Web-MQTT. */
import { describeRecipe } from '../harness/cases'
import { startRabbitMq } from '../harness/rabbitmq'
import { createScriptedRecipeScene } from '../harness/scene'
import { expect, test } from '@jest/globals'
import { join } from 'node:path'
import { expectNumbers } from '../harness/numbers'
import { readPage } from '../harness/pages'
import { startNodeServer } from '../harness/node-server'
import { connectMqtt, scriptedMqtt } from './client'

describeRecipe('MQTT.js against aedes', {
  startServer: () => startNodeServer(join(__dirname, 'aedes.mjs')),
  route: 'pages/mqtt/mqtt',
  connect: connectMqtt,
})

describeRecipe('MQTT.js against RabbitMQ', {
  startServer: () => startRabbitMq('web_mqtt'),
  path: '/ws',
  route: 'pages/mqtt/mqtt',
  connect: connectMqtt,
})

test('the numbers of the page are those of the client', async () => {
  await expectNumbers(readPage('mqtt'), scriptedMqtt)
})

test('C-29: what goes out is each packet alone, not the buffer that it lies in', async () => {
  const scene = createScriptedRecipeScene()
  const { clock, tasks } = scene.fake
  const client = scriptedMqtt.connect(scene, 'wss://example.com/ws', { clientId: 'one' })
  clock.advance(0)
  const [task] = tasks
  task?.open()
  await new Promise(setImmediate)
  const sent = task?.sent.map((packet) => [...new Uint8Array(packet as ArrayBuffer)])
  const connect = [0x10, 15, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 60, 0, 3, ...Buffer.from('one')]
  expect(sent?.flat()).toEqual(connect)
  client.close()
})
