/** @jest-environment jsdom */
import { afterEach, expect, jest, test } from '@jest/globals'
import { awaitPhone } from '../../../playground/panel/phone-frame'

afterEach(() => {
  jest.useRealTimers()
  document.body.replaceChildren()
})

test('a phone whose frame was taken away before it started is not looked for any more', () => {
  jest.useFakeTimers()
  const timers = jest.getTimerCount()
  const frame = document.createElement('iframe')
  document.body.append(frame)
  void awaitPhone(frame)
  jest.advanceTimersByTime(100)
  expect(jest.getTimerCount() - timers).toBe(1)
  frame.remove()
  jest.advanceTimersByTime(100)
  expect(jest.getTimerCount() - timers).toBe(0)
})
