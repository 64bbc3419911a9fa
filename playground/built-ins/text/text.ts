import { defineBuiltIn } from '../built-in'

export const text = defineBuiltIn({
  tag: 'text',
  attributes: { userSelect: false, selectable: false, space: '', decode: false },
  setUp({ element, values }) {
    const select = () => {
      const isSelectable = values.userSelect || values.selectable
      element.classList.toggle('is-selectable', isSelectable)
    }
    return {
      userSelect: select,
      selectable: select,
      space: (space) => {
        element.dataset.space = space
      },
    }
  },
})
