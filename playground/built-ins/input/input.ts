import { defineBuiltIn } from '../built-in'
import { setUpTextField, TEXT_ATTRIBUTES } from '../text-field'

/** Which keyboard a phone would show. */
const INPUT_MODES: Readonly<Record<string, string>> = {
  number: 'numeric',
  idcard: 'text',
  digit: 'decimal',
}

/** The words on the keyboard's Enter key. */
const ENTER_HINTS = ['send', 'search', 'next', 'go', 'done']

export const input = defineBuiltIn({
  tag: 'input',
  attributes: { ...TEXT_ATTRIBUTES, confirmType: 'done', type: 'text', password: false },
  setUp(host) {
    const field = document.createElement('input')
    field.autocomplete = 'off'
    return {
      ...setUpTextField(host, field, ({ key }) => key === 'Enter'),
      type: (type) => (field.inputMode = INPUT_MODES[type] ?? 'text'),
      password: (isPassword) => (field.type = isPassword ? 'password' : 'text'),
      confirmType: (type) => (field.enterKeyHint = ENTER_HINTS.includes(type) ? type : 'done'),
    }
  },
})
