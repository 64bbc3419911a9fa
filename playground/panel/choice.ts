/** One of a few: radio buttons that look like one bar, and a list for longer ones. */
import { element, uniqueId } from './dom'

export interface Option<Value extends string | number> {
  readonly value: Value
  readonly label: string
}

export interface ChoiceOptions<Value extends string | number> {
  readonly label: string
  readonly options: readonly Option<Value>[]
  readonly value: Value
  readonly onChoose: (value: Value) => void
  readonly about?: string
}

export interface Choice<Value> {
  /** A row, with its name on the left. */
  readonly element: HTMLElement
  /** Shows another value; nobody is told. */
  set(value: Value): void
}

/** A bar of radio buttons in a row. */
export function createBar<Value extends string | number>(
  choice: ChoiceOptions<Value>,
): Choice<Value> {
  const { element: bar, set } = createBareBar(choice)
  return {
    set,
    element: row(choice.label, choice.about, (id) => {
      bar.removeAttribute('aria-label')
      bar.setAttribute('aria-labelledby', id)
      return bar
    }),
  }
}

/** A bar of radio buttons whose name is heard and not seen. */
export function createBareBar<Value extends string | number>(
  choice: ChoiceOptions<Value>,
): Choice<Value> {
  const { label, options, value, onChoose, about } = choice
  const name = uniqueId('choice')
  const inputs = options.map((option) => {
    const input = element('input', { type: 'radio', name, value: option.value })
    input.checked = option.value === value
    input.addEventListener('change', () => onChoose(option.value))
    return { option, input }
  })
  const labels = inputs.map(({ option, input }) =>
    element('label', { class: 'bar-item' }, input, element('span', {}, option.label)),
  )
  return {
    element: element(
      'div',
      { class: 'bar', role: 'radiogroup', 'aria-label': label, title: about },
      ...labels,
    ),
    set(next) {
      for (const { option, input } of inputs) input.checked = option.value === next
    },
  }
}

/** A list to choose from, in a row. */
export function createList<Value extends string>(choice: ChoiceOptions<Value>): Choice<Value> {
  const { label, options, value, onChoose, about } = choice
  const list = element(
    'select',
    { class: 'list' },
    ...options.map((option) => element('option', { value: option.value }, option.label)),
  )
  list.value = value
  list.addEventListener('change', () => {
    const chosen = options.find((option) => option.value === list.value)
    if (chosen) onChoose(chosen.value)
  })
  return {
    element: row(label, about, (id) => {
      list.setAttribute('aria-labelledby', id)
      return list
    }),
    set: (next) => void (list.value = next),
  }
}

/** Something with its name on the left. */
export function row(
  label: string,
  about: string | undefined,
  content: (labelId: string) => Node,
): HTMLElement {
  const id = uniqueId('label')
  return element(
    'div',
    { class: 'row', title: about },
    element('span', { class: 'row-label', id }, label),
    content(id),
  )
}
