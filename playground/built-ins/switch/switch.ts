import { defineBuiltIn } from '../built-in'
import { setDisabled } from '../disable'

export const switchTag = defineBuiltIn({
  tag: 'switch',
  attributes: { checked: false, disabled: false, type: 'switch', color: '#04be02' },
  setUp(host) {
    const { element, values } = host
    const knob = document.createElement('div')
    knob.className = 'wx-switch'
    element.append(knob)
    host.onTap(() => {
      const checked = !values.checked
      host.set({ checked })
      host.fire('change', { value: checked })
    })
    return {
      type(type) {
        element.dataset.type = type
        element.setAttribute('role', type === 'checkbox' ? 'checkbox' : 'switch')
      },
      checked(isChecked) {
        element.setAttribute('aria-checked', String(isChecked))
      },
      color: (color) => element.style.setProperty('--switch-color', color),
      disabled: (isDisabled) => setDisabled(element, isDisabled),
    }
  },
})
