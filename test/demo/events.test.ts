import { expect, test } from '@jest/globals'
import { createRoom } from '../../miniprogram-demo/miniprogram/room/create-room'
import { theirs } from '../../miniprogram-demo/miniprogram/room/chat-line'
import { createEvents } from '../../miniprogram-demo/miniprogram/utils/events'
import { createFakeWx } from '../../src/testing'

test('a listener that throws stops nobody: the next one hears, and the message counts as unread', () => {
  const uncaught: unknown[] = []
  const fake = createFakeWx({ onUncaught: (thrown) => uncaught.push(thrown) })
  const uninstall = fake.install()
  const { on, emit } = createEvents<{ line: string; unread: null }>()
  const heard: unknown[] = []
  on('line', () => {
    throw new Error('mistake of a page')
  })
  on('line', (text) => heard.push(text))
  on('unread', () => heard.push('unread'))
  const { room, put } = createRoom(
    { id: 'general', title: 'General', about: '' },
    {
      line: (_index, { text }) => emit('line', text),
      lines: () => undefined,
      unread: () => emit('unread', null),
    },
  )
  put(theirs('1', 'bob', 'hello', 0))
  fake.clock.advance(0)
  uninstall()
  expect([heard, room.unread]).toEqual([['hello', 'unread'], 1])
  expect(uncaught).toEqual([new Error('mistake of a page')])
})
