import { expect, test } from '@jest/globals'
import { createDeliveryScene } from '../support/delivery-scene'

test.each([
  ['a BigInt', 13_800_138_000n],
  ['a symbol', Symbol('13800138000')],
  ['a function', () => '13800138000'],
  [
    'a toJSON that throws',
    {
      toJSON: () => {
        throw new Error('13800138000')
      },
    },
  ],
])('E6: the error about %s says what kind of payload came, and not which', (_, payload) => {
  const { delivery } = createDeliveryScene()
  let thrown: unknown
  try {
    void delivery.send(payload)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'E_DATA' })
  expect(`${String(thrown)} ${JSON.stringify(thrown)}`).not.toContain('138')
})
