import { defineBuiltIn } from '../built-in'
import { setUpTextField, TEXT_ATTRIBUTES } from '../text-field'

export const textarea = defineBuiltIn({
  tag: 'textarea',
  attributes: { ...TEXT_ATTRIBUTES, confirmType: 'return', autoHeight: false },
  setUp(host) {
    const { element } = host
    const field = document.createElement('textarea')
    // With `return`, Enter begins a new line.
    const updates = setUpTextField(
      host,
      field,
      ({ key }) => key === 'Enter' && host.values.confirmType !== 'return',
    )
    const grow = () => {
      if (!host.values.autoHeight) return
      field.style.height = 'auto'
      field.style.height = `${field.scrollHeight}px`
    }
    field.addEventListener('input', grow)
    return {
      ...updates,
      value(value) {
        updates.value(value)
        queueMicrotask(grow)
      },
      autoHeight(isGrowing) {
        element.toggleAttribute('data-auto-height', isGrowing)
        queueMicrotask(grow)
      },
    }
  },
})
