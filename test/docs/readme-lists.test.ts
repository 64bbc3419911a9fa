/** The READMEs' other tables: methods, events and what they carry, causes, states, status, errors. */
import { describe, expect, test } from '@jest/globals'
import {
  type CloseCause,
  type SocketErrorCode,
  type SocketEvents,
  type SocketState,
  createSocket,
} from '../../src/index'
import { createScene } from '../support/scene'
import { codesIn } from './markdown'
import { READMES, namesUnder, read, tablesUnder } from './readme-tables'

/** All members of a union; one that is missing here is a type error. */
const membersOf = <Name extends string>(all: Record<Name, true>): readonly Name[] =>
  Object.keys(all) as Name[]

const STATES = membersOf<SocketState>({
  idle: true,
  connecting: true,
  open: true,
  waiting: true,
  suspended: true,
  'gave-up': true,
  closing: true,
  closed: true,
})

const EVENTS = membersOf<keyof SocketEvents<unknown>>({
  state: true,
  open: true,
  message: true,
  close: true,
  retry: true,
  giveup: true,
  error: true,
  drop: true,
  rtt: true,
})

const CAUSES = membersOf<CloseCause>({
  app: true,
  server: true,
  network: true,
  'connect-failed': true,
  'connect-timeout': true,
  'heartbeat-timeout': true,
  interrupted: true,
  'too-many-sockets': true,
  'url-failed': true,
  'domain-not-allowed': true,
})

const ERROR_CODES = membersOf<SocketErrorCode>({
  E_OPTION: true,
  E_HOST: true,
  E_URL: true,
  E_CONNECT: true,
  E_CONNECT_TIMEOUT: true,
  E_NETWORK: true,
  E_HEARTBEAT: true,
  E_HEARTBEAT_UNANSWERED: true,
  E_INTERRUPTED: true,
  E_TOO_MANY_SOCKETS: true,
  E_DOMAIN: true,
  E_DATA: true,
  E_CLOSE_CODE: true,
  E_DECODE: true,
  E_LISTENER: true,
  E_CALLBACK: true,
  E_CLOSED: true,
  E_GAVE_UP: true,
  E_EXPIRED: true,
  E_OVERFLOW: true,
  E_REFUSED: true,
  E_TIMEOUT: true,
  E_PROTOCOL: true,
  E_STORAGE: true,
  E_IDENTITY: true,
})

/** A socket that has emitted every event but `message` and `error`, whose payloads have no shape of ours. */
function payloadsOfEveryEvent() {
  const scene = createScene({ options: { reconnect: { limit: 1 }, queue: { maxMessages: 0 } } })
  scene.openLink()
  scene.advance(10_000)
  scene.task().message('pong')
  scene.task().close(1006)
  scene.socket.send('no room')
  scene.advance(5_000)
  scene.task().fail()
  return scene
}

describe.each(READMES)('the lists (%s)', (_, path) => {
  test('name every method', () => {
    const socket = createSocket({ url: 'wss://example.com' })
    const methods = Object.entries(Object.getOwnPropertyDescriptors(socket))
      .filter(([, { value }]) => typeof value === 'function')
      .map(([name]) => name)
    const named = namesUnder('Methods', path).map((code) => code.replace(/\(.*/, ''))
    expect([...named].sort()).toEqual(methods.sort())
  })

  test('name every state', () => {
    expect(namesUnder('States', path)).toEqual(STATES)
  })

  test('name every event, with what it carries', () => {
    expect(namesUnder('Events', path)).toEqual(EVENTS)
    const scene = payloadsOfEveryEvent()
    for (const [event = '', cell = ''] of tablesUnder('Events', path)[0]?.rows ?? []) {
      const [, fields] = /^`\{ (.*) \}`$/.exec(cell) ?? []
      if (fields === undefined) continue
      const name = codesIn(event)[0] as keyof SocketEvents<unknown>
      const [payload] = scene.heard(name)
      expect([name, Object.keys(payload as object).sort()]).toEqual([
        name,
        fields.split(', ').sort(),
      ])
    }
    expect(scene.heard('giveup')).toHaveLength(1)
  })

  test('name every field of the end of a link, and every cause', () => {
    const [close] = payloadsOfEveryEvent().heard('close')
    const heading = 'The end of a link'
    expect([...namesUnder(heading, path)].sort()).toEqual(Object.keys(close as object).sort())
    expect(namesUnder(heading, path, 1)).toEqual(CAUSES)
  })

  test('name every field of the status, and every count', () => {
    const socket = createSocket({ url: 'wss://example.com' })
    expect(namesUnder('Status', path)).toEqual(Object.keys(socket.status))
    for (const name of Object.keys(socket.stats())) expect(read(path)).toContain(`\`${name}\``)
  })

  test('name every error code, of the socket and of delivery', () => {
    const named = [...namesUnder('Errors', path), ...namesUnder('Delivery errors', path)]
    expect(named).toEqual(ERROR_CODES)
  })

  test('name every value of background', () => {
    const codes = namesUnder('Background', path)
    const row = tablesUnder('Options', path)[0]?.rows.find(([name]) => name === '`background`')
    expect(codes).toEqual(codesIn(row?.[2] ?? ''))
  })
})
