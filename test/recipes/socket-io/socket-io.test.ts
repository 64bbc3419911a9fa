/** docs/recipes/socket-io.md, run: socket.io-client in the mini-program against socket.io. */
import { test } from '@jest/globals'
import { join } from 'node:path'
import type { Socket } from 'socket.io-client'
import { describeRecipe, type RecipeClient } from '../harness/cases'
import { startNodeServer } from '../harness/node-server'
import { expectNumbers, type ScriptedRecipe } from '../harness/numbers'
import { readPage } from '../harness/pages'
import type { RecipeScene } from '../harness/scene'

/** The client of the page, with timings for a test. */
function connect(scene: RecipeScene, url: string): RecipeClient {
  const heard: string[] = []
  const socket: Socket = scene
    .module('utils/socket-io')
    .connectSocketIo(url, { reconnectionDelay: 100, reconnectionDelayMax: 200 })
  socket.on('said', (text: string) => void heard.push(text))
  return {
    heard,
    isReady: () => socket.connected,
    say: (text) => socket.emit('say', text),
    close: async () => void socket.disconnect(),
  }
}

const HANDSHAKE = '0{"sid":"one","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'

const scripted: ScriptedRecipe = {
  bundle: 'miniprogram/vendor/socket-io.js',
  connect(scene, url, { WebSocket, ...options }: { WebSocket?: typeof globalThis.WebSocket }) {
    const { WebSocketTransport } = scene.module('vendor/socket-io')
    class Transport extends WebSocketTransport {
      createSocket = (address: string, protocols?: string[]) =>
        WebSocket && new WebSocket(address, protocols)
    }
    const other = WebSocket ? { transports: [Transport] } : {}
    const { connectSocketIo } = scene.module('utils/socket-io')
    const socket: Socket = connectSocketIo(url, { ...options, ...other })
    return { isReady: () => socket.connected, close: () => void socket.disconnect() }
  },
  use: (WebSocket) => ({ WebSocket }),
  answer(task) {
    // The server speaks first, and the task is about to open.
    queueMicrotask(() => task.message(HANDSHAKE))
    task.onSent((packet) => {
      // 40 and the namespace, which is the path of the address.
      if (String(packet).startsWith('40')) task.message(`${String(packet)}{"sid":"two"}`)
    })
  },
}

describeRecipe('socket.io-client against socket.io', {
  startServer: () => startNodeServer(join(__dirname, 'server.mjs')),
  route: 'pages/socket-io/socket-io',
  connect,
})

test('the numbers of the page are those of the client', async () => {
  await expectNumbers(readPage('socket-io'), scripted)
})
