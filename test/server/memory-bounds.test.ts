import { expect, test } from '@jest/globals'
import { memoryStoreOn } from '../../src/server/stores/memory-store'
import { createFakePorts } from './hub-scene'

test('maxSessions is kept again as soon as the oldest session is nobody’s that is connected', async () => {
  const { ports } = createFakePorts()
  const store = memoryStoreOn(ports, { maxSessions: 10 })
  await store.seen(['here'], 1_000)
  for (let n = 0; n < 50; n += 1) await store.append([`away-${n}`], { body: '1' })
  await store.gone('here')
  await store.append(['one-more'], { body: '1' })
  expect(await store.members()).toHaveLength(10)
  await store.close()
})
