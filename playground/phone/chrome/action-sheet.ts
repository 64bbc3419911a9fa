/** What `wx.showActionSheet` shows. */
import type { ActionSheet } from '../ports'
import { create, createButton } from './elements'
import type { Drawn } from './dialogs'
import type { Words } from './words'

export function drawActionSheet(
  { title, items, itemColor }: ActionSheet,
  words: Words,
  answer: (index: number | null) => void,
): Drawn {
  const buttons = items.map((item, index) => {
    const button = createButton('phone-sheet-item', null, () => answer(index), item)
    if (itemColor !== null) button.style.color = itemColor
    return button
  })
  const cancel = createButton(
    'phone-sheet-item phone-sheet-cancel',
    null,
    () => answer(null),
    words.cancel,
  )
  const dialog = create(
    'div',
    {
      class: 'phone-sheet',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-label': title ?? words.choose,
    },
    title === null ? null : create('p', { class: 'phone-sheet-title' }, title),
    ...buttons,
    cancel,
  )
  return { dialog, first: buttons[0] ?? cancel, closesBeside: true }
}
