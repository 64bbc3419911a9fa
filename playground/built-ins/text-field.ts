/** What `input` and `textarea` have in common: a field of the browser in the tag, and WeChat's events of it. */
import type { Host } from './built-in'
import { expose } from './exposed'

export const TEXT_ATTRIBUTES = {
  value: '',
  placeholder: '',
  placeholderClass: '',
  placeholderStyle: '',
  disabled: false,
  maxlength: 140,
  focus: false,
  autoFocus: false,
  confirmHold: false,
  confirmType: '',
  // Of the phone's keyboard, which a browser does not have.
  cursorSpacing: 0,
  adjustPosition: true,
  holdKeyboard: false,
}

export type TextHost = Host<typeof TEXT_ATTRIBUTES>
export type TextField = HTMLInputElement | HTMLTextAreaElement

/** @param isConfirm whether this key press ends the typing */
export function setUpTextField(
  host: TextHost,
  field: TextField,
  isConfirm: (event: KeyboardEvent) => boolean,
) {
  const placeholder = document.createElement('div')
  placeholder.className = 'wx-placeholder'
  placeholder.setAttribute('aria-hidden', 'true')
  field.className = 'wx-field'
  host.element.append(placeholder, field)
  expose(host.element, { control: field })
  const showPlaceholder = () => (placeholder.hidden = field.value !== '')
  listen(host, field, isConfirm, showPlaceholder)

  return {
    value(value: string) {
      if (field.value !== value) field.value = value
      showPlaceholder()
    },
    placeholder(text: string) {
      // The browser's own is not drawn, and read out.
      field.placeholder = text
      placeholder.textContent = text
    },
    placeholderClass(names: string) {
      placeholder.className = ['wx-placeholder', ...host.classes(names)].join(' ')
    },
    placeholderStyle: (style: string) => (placeholder.style.cssText = style),
    disabled: (isDisabled: boolean) => (field.disabled = isDisabled),
    maxlength(maxLength: number) {
      if (maxLength < 0) field.removeAttribute('maxlength')
      else field.maxLength = maxLength
    },
    focus: (isFocused: boolean) => setFocus(field, isFocused),
    autoFocus: (isFocused: boolean) => isFocused && setFocus(field, true),
  }
}

function listen(
  host: TextHost,
  field: TextField,
  isConfirm: (event: KeyboardEvent) => boolean,
  onInput: () => void,
): void {
  field.addEventListener('input', () => {
    const { value, selectionStart } = field
    host.set({ value })
    onInput()
    const answer = host.fire('input', { value, cursor: selectionStart ?? value.length, keyCode: 0 })
    const wanted = wantedValue(answer)
    if (wanted !== undefined) host.set({ value: wanted })
  })
  field.addEventListener('focus', () => host.fire('focus', { value: field.value, height: 0 }))
  field.addEventListener('blur', () => host.fire('blur', { value: field.value }))
  field.addEventListener('keydown', (event) => {
    // Enter also chooses a word of an input method.
    if ((event as KeyboardEvent).isComposing || !isConfirm(event as KeyboardEvent)) return
    event.preventDefault()
    host.fire('confirm', { value: field.value })
    if (!host.values.confirmHold) field.blur()
  })
}

/**
 * A handler may return what the field shall contain.
 * https://developers.weixin.qq.com/miniprogram/dev/component/input.html
 */
function wantedValue(answer: unknown): string | undefined {
  if (typeof answer === 'string') return answer
  const value = (answer as { value?: unknown } | null | undefined)?.value
  return typeof value === 'string' ? value : undefined
}

/** Once what was just set is drawn: an element that is not in the document yet takes no focus. */
function setFocus(field: TextField, isFocused: boolean): void {
  queueMicrotask(() => {
    if (isFocused) field.focus()
    else if (document.activeElement === field) field.blur()
  })
}
