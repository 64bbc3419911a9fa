import { defineBuiltIn } from '../built-in'
import { expose } from '../exposed'

export const slider = defineBuiltIn({
  tag: 'slider',
  attributes: {
    min: 0,
    max: 100,
    step: 1,
    value: 0,
    disabled: false,
    activeColor: '#1aad19',
    backgroundColor: '#e9e9e9',
    blockColor: '#ffffff',
    blockSize: 28,
    showValue: false,
  },
  setUp(host) {
    const { element, values } = host
    const range = document.createElement('input')
    range.type = 'range'
    range.className = 'wx-range'
    const number = document.createElement('div')
    number.className = 'wx-slider-value'
    number.setAttribute('aria-hidden', 'true')
    element.append(range, number)
    expose(element, { control: range })

    const draw = () => {
      const { min, max, step, value } = values
      // In this order: the browser keeps the value between its ends.
      Object.assign(range, { min: `${min}`, max: `${max}`, step: `${step}`, value: `${value}` })
      const share = max > min ? (range.valueAsNumber - min) / (max - min) : 0
      element.style.setProperty('--slider-share', `${share * 100}%`)
      number.textContent = range.value
    }
    const follow = (type: 'changing' | 'change') => () => {
      host.set({ value: range.valueAsNumber })
      host.fire(type, { value: range.valueAsNumber })
    }
    range.addEventListener('input', follow('changing'))
    range.addEventListener('change', follow('change'))
    const setVariable = (name: string) => (value: string | number) =>
      element.style.setProperty(name, String(value))
    return {
      min: draw,
      max: draw,
      step: draw,
      value: draw,
      disabled: (isDisabled) => (range.disabled = isDisabled),
      activeColor: setVariable('--slider-active'),
      backgroundColor: setVariable('--slider-track'),
      blockColor: setVariable('--slider-block'),
      blockSize: (size) => element.style.setProperty('--slider-block-size', `${size}px`),
      showValue: (isShown) => (number.hidden = !isShown),
    }
  },
})
