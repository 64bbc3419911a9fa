import { expect, test } from '@jest/globals'
import { createHub, isHubError } from '../../src/server'

const refused = (names: unknown): string => {
  try {
    createHub({ authenticate: () => 'ann', names: names as never })
  } catch (error) {
    if (isHubError(error)) return `${error.code}: ${error.message}`
    throw error
  }
  return 'taken'
}

test.each([
  [{ types: { data: 'x', ack: 'x' } }, 'names.types gives two types one name'],
  [{ types: { data: 'ack' } }, 'names.types gives two types one name'],
  [{ types: { dat: 'x' } }, 'names.types.dat is none of hello, welcome, '],
  [{ types: { data: null } }, 'names.types.data must be a string'],
  [{ types: { resume: 'x' } }, 'names.types.resume is none of'],
  [{ fields: { seq: 'body' } }, 'names.fields gives two fields of data one name'],
  [{ fields: { type: 'v' } }, 'names.fields gives two fields of hello one name'],
  [{ fields: { last: 'session' } }, 'names.fields gives two fields of resume one name'],
  [{ fields: { bodi: 'x' } }, 'names.fields.bodi is none of type, '],
  [{ fields: { seq: 5 } }, 'names.fields.seq must be a string'],
  [{ fields: { seq: '' } }, 'names.fields.seq must be a string'],
])('D6: names %j are refused: no frame could be read', (names, text) => {
  expect(refused(names)).toContain(`E_OPTION: ${text}`)
})

test.each([
  undefined,
  {},
  { types: { data: 0, ack: 'data' } },
  // A reason and an error never meet in one frame, two fields may change places.
  { fields: { reason: 'text', error: 'text', seq: 'ack', ack: 'seq' } },
])('D6: names %j can be told apart', (names) => {
  expect(refused(names)).toBe('taken')
})
