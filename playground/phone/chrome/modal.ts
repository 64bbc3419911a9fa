/** What `wx.showModal` shows. */
import type { Modal, ModalAnswer } from '../ports'
import { create, createButton } from './elements'
import type { Drawn } from './dialogs'

export function drawModal(modal: Modal, answer: (answer: ModalAnswer) => void): Drawn {
  const isEditable = modal.placeholder !== null
  const field = create('input', {
    class: 'phone-modal-field',
    placeholder: modal.placeholder,
    'aria-label': modal.title || modal.placeholder,
  })
  if (isEditable) field.value = modal.content

  const end = (isConfirmed: boolean) =>
    answer({ isConfirmed, content: isEditable ? field.value : null })
  const confirm = createButton(
    'phone-modal-button phone-modal-confirm',
    null,
    () => end(true),
    modal.confirmText,
  )
  const cancel =
    modal.cancelText === null
      ? null
      : createButton('phone-modal-button', null, () => end(false), modal.cancelText)
  paint(confirm, modal.confirmColor)
  paint(cancel, modal.cancelColor)

  const content =
    isEditable || modal.content === ''
      ? null
      : create('p', { class: 'phone-modal-content', id: 'phone-modal-content' }, modal.content)
  const title =
    modal.title === ''
      ? null
      : create('h2', { class: 'phone-modal-title', id: 'phone-modal-title' }, modal.title)
  const dialog = create(
    'div',
    {
      class: 'phone-modal',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-labelledby': title?.id ?? content?.id ?? null,
      'aria-describedby': title === null ? null : (content?.id ?? null),
      'aria-label': title === null && content === null ? modal.confirmText : null,
    },
    create('div', { class: 'phone-modal-text' }, title, content, isEditable ? field : null),
    create('div', { class: 'phone-modal-buttons' }, cancel, confirm),
  )
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') end(true)
  })
  return { dialog, first: isEditable ? field : confirm, closesBeside: false }
}

function paint(button: HTMLElement | null, color: string | null): void {
  if (button !== null && color !== null) button.style.color = color
}
