import { describe, expect, test } from '@jest/globals'
import { createHub } from '../../src/server/create-hub'
import { HubError, Refusal, isHubError, isRefusal } from '../../src/server/errors'
import { memoryStore } from '../../src/server/stores/memory-store'
import type { HubOptions } from '../../src/server/options'

const authenticate = () => 'ann'
const thrownBy = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

describe('options', () => {
  test.each([
    [undefined, 'options must be an object, got undefined'],
    [null, 'options must be an object, got null'],
    [[], 'options must be an object, got object'],
    [{}, 'authenticate must be a function, got undefined'],
    [{ authenticate: 'x' }, 'authenticate must be a function, got a string of length 1'],
    [{ authenticate, onMesage: 1 }, 'onMesage is no option; there are authenticate, onMessage, '],
    [{ authenticate, onMessage: null }, 'onMessage must be a function, got null'],
    [{ authenticate, store: {} }, 'store must be a store, got object'],
    [{ authenticate, connections: 'two' }, "connections must be 'several' or 'one', got a string"],
    [{ authenticate, allowOrigin: 'https://a.com' }, 'allowOrigin must be a list of origins'],
    [{ authenticate, allowOrigin: ['https://a.com/'] }, 'allowOrigin must be a list of origins'],
    [{ authenticate, names: { type: {} } }, 'names must be an object with `types` and `fields`'],
    [{ authenticate, window: 0 }, 'window must be a whole number from 1 to 65536, got 0'],
    [{ authenticate, window: 1.5 }, 'window must be a whole number from 1 to 65536, got 1.5'],
    [{ authenticate, maxFrameBytes: 1 }, 'maxFrameBytes must be a whole number from 128 to '],
    [{ authenticate, maxConnections: 0 }, 'maxConnections must be a whole number from 1 to '],
    [{ authenticate, idleMs: 0 }, 'idleMs must be a number from 1 to 2147483647, got 0'],
    [{ authenticate, idleMs: Infinity }, 'idleMs must be a number from 1 to 2147483647, got Inf'],
    [{ authenticate, helloTimeoutMs: '1' }, 'helloTimeoutMs must be a number from 1 to '],
    [{ authenticate, ackTimeoutMs: NaN }, 'ackTimeoutMs must be a number from 1 to '],
    [{ authenticate, messageTimeoutMs: -1 }, 'messageTimeoutMs must be a number from 1 to '],
    [{ authenticate, maxBufferedBytes: 5 }, 'maxBufferedBytes must be a whole number from 1024'],
  ])('%p are refused: %s', (options, message) => {
    const error = thrownBy(() => createHub(options as unknown as HubOptions))
    expect(error).toMatchObject({ code: 'E_OPTION', message: expect.stringContaining(message) })
    expect(isHubError(error)).toBe(true)
  })

  test('explicit undefined means the default, and Infinity is a number of connections', () => {
    const options = {
      authenticate,
      onMessage: undefined,
      store: undefined,
      maxConnections: Infinity,
    }
    expect(createHub(options).stats().connections).toBe(0)
    createHub({ authenticate, store: memoryStore(), allowOrigin: ['https://a.com'] })
  })
})

describe('arguments', () => {
  test('on refuses an unknown event and what is no function', () => {
    const hub = createHub({ authenticate })
    const words = 'on takes one of online, offline, closed, error, and a function'
    expect(() => hub.on('opened' as 'online', () => undefined)).toThrow(words)
    expect(() => hub.on('online', undefined as never)).toThrow(words)
  })

  test('what on returns takes away its own listener alone', () => {
    const hub = createHub({ authenticate })
    const heard: string[] = []
    const listener = () => heard.push('error')
    const stop = hub.on('error', listener)
    hub.on('error', listener)
    stop()
    stop()
    void hub.send('', 1)
    expect(heard).toEqual(['error'])
  })
})

describe('errors', () => {
  test('are told apart by their brand, also those of another copy', () => {
    expect(isHubError({ isHubError: true })).toBe(true)
    expect(isHubError(new Error('x'))).toBe(false)
    expect(isHubError(null)).toBe(false)
    expect(isRefusal(new Refusal('x'))).toBe(true)
    expect(isRefusal(new HubError('E_BODY', 'x'))).toBe(false)
  })

  test('keep what was thrown out of their JSON', () => {
    const error = new HubError('E_STORE', 'x', new Error('password=1'))
    expect(JSON.stringify(error)).not.toContain('password')
    expect((error.cause as Error).message).toBe('password=1')
  })
})
