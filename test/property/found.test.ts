/** What random scripts have found, as plain cases. */
import { expect, test } from '@jest/globals'
import { createScene } from '../support/scene'

// send() once dropped what had expired before it kept the new message: a close() in between came too early for that one.
test('S4: a close() from a drop listener leaves no message behind in a closed socket', () => {
  const scene = createScene({ options: { queue: { maxAgeMs: 4_000 } } })
  scene.socket.send('old')
  scene.socket.connect()
  scene.socket.once('drop', () => scene.socket.close())
  scene.advance(10_000)

  scene.socket.send('new')

  expect(scene.socket.state).toBe('closed')
  expect(scene.heard('drop').map(({ data }) => data)).toEqual(['old', 'new'])
  expect(scene.socket.queued.messages).toBe(0)
})
