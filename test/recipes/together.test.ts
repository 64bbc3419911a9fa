/** Two clients of different protocols in one mini-program. */
import { expect, test } from '@jest/globals'
import { join } from 'node:path'
import { startNodeServer } from './harness/node-server'
import { startRabbitMq } from './harness/rabbitmq'
import { cleanUp, createLiveRecipeScene, until } from './harness/scene'
import { connectMqtt } from './mqtt/client'
import { joinRoom } from './stomp/client'

test('C-33: MQTT.js and stompjs share an app, and neither hears of what happens to the other', async () => {
  const [rabbit, aedes] = await Promise.all([
    startRabbitMq('web_stomp'),
    startNodeServer(join(__dirname, 'mqtt/aedes.mjs')),
  ])
  cleanUp(rabbit.stop)
  cleanUp(aedes.stop)
  const scene = createLiveRecipeScene()
  const { createStompClient } = scene.module('utils/stomp')
  const stomp = joinRoom(createStompClient, `ws://127.0.0.1:${rabbit.port}/ws`)
  const mqtt = connectMqtt(scene, `ws://127.0.0.1:${aedes.port}/`)
  cleanUp(() => void [stomp.close(), mqtt.close()])
  await until('both are connected', () => stomp.isReady() && mqtt.isReady())

  const numbered = (name: string) => Array.from({ length: 50 }, (_, nth) => `${name} ${nth}`)
  numbered('').forEach((nth) => {
    stomp.say(`stomp${nth}`)
    mqtt.say(`mqtt${nth}`)
  })
  await until('everything came back', () => stomp.heard.length >= 50 && mqtt.heard.length >= 50)
  expect([stomp.heard, mqtt.heard]).toEqual([numbered('stomp'), numbered('mqtt')])

  let hasStompLeft = false
  const watch = setInterval(() => (hasStompLeft ||= !stomp.isReady()), 1)
  cleanUp(() => clearInterval(watch))
  await aedes.kill()
  await until('MQTT.js notices', () => !mqtt.isReady())
  await aedes.restart()
  await until('MQTT.js is back', mqtt.isReady)
  expect([hasStompLeft, scene.fake.openCount]).toEqual([false, 2])

  clearInterval(watch)
  await stomp.close()
  mqtt.say('alone')
  await until('it is heard', () => mqtt.heard.includes('alone'))
  await until('one socket is left', () => scene.fake.openCount === 1)
  expect(stomp.heard).toHaveLength(50)
}, 90_000)
