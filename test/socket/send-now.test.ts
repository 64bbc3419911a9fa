import { describe, expect, test } from '@jest/globals'
import { createScene, type Scene } from '../support/scene'
import { SITUATIONS, reach } from '../support/reach-state'

const nothing = { messages: 0, bytes: 0 }

function open(): Scene {
  return createScene({ startConnected: true })
}

describe('sendNow()', () => {
  test('hands data to an open link and says so', () => {
    const scene = open()
    expect(scene.socket.sendNow('now')).toBe(true)
    expect(scene.task().sent).toEqual(['now'])
  })

  test.each(SITUATIONS.filter((situation) => situation !== 'open'))(
    'in %s it sends, queues and tells nothing',
    (situation) => {
      const scene = reach(situation)
      const before = scene.socket.queued
      expect(scene.socket.sendNow('now')).toBe(false)
      expect({ queued: scene.socket.queued, drops: scene.heard('drop') }).toEqual({
        queued: before,
        drops: [],
      })
    },
  )

  test('S2: a native send that throws is forgotten, and the link is probed', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    expect(scene.socket.sendNow('lost')).toBe(false)
    expect({ queued: scene.socket.queued, drops: scene.heard('drop') }).toEqual({
      queued: nothing,
      drops: [],
    })
    expect(scene.task().sent).toEqual(['ping'])
  })

  test('S2: a native send that fails later is forgotten as well, also after close()', () => {
    const scene = open()
    scene.task().failSends({ how: 'fail' })
    expect(scene.socket.sendNow('lost')).toBe(true)
    scene.socket.close()
    scene.advance(5_000)
    expect({ queued: scene.socket.queued, drops: scene.heard('drop') }).toEqual({
      queued: nothing,
      drops: [],
    })
  })

  test('S1: it does not overtake what waits', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    scene.socket.send('first')
    expect(scene.socket.sendNow('second')).toBe(false)
    scene.task().message('pong')
    scene.advance(0)
    expect(scene.socket.sendNow('third')).toBe(true)
    expect(scene.task().sent).toEqual(['ping', 'first', 'third'])
  })

  test('S6: what an open listener sends this way precedes what was queued', () => {
    const scene = createScene()
    scene.socket.send('queued')
    scene.socket.on('open', () => scene.socket.sendNow('hello'))
    scene.openLink()
    expect(scene.task().sent).toEqual(['hello', 'queued'])
  })

  test('S3: bad data is refused at once', () => {
    const scene = open()
    expect(() => scene.socket.sendNow(5 as never)).toThrow(
      expect.objectContaining({ code: 'E_DATA' }),
    )
  })
})
