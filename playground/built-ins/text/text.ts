import { defineBuiltIn } from '../built-in'

export const text = defineBuiltIn({
  tag: 'text',
  attributes: { userSelect: false, selectable: false, space: '' },
  setUp({ element, values }) {
    const updateSelectable = () =>
      element.classList.toggle('wx-is-selectable', values.userSelect || values.selectable)
    return {
      userSelect: updateSelectable,
      // The name it had before base library 2.12.1.
      selectable: updateSelectable,
      space: (space) => element.classList.toggle('wx-keeps-spaces', space !== ''),
    }
  },
})
