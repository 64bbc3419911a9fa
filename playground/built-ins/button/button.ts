import { defineBuiltIn } from '../built-in'
import { setDisabled } from '../disable'
import { HOVER_ATTRIBUTES, listenToHover } from '../hover'

export const button = defineBuiltIn({
  tag: 'button',
  attributes: {
    ...HOVER_ATTRIBUTES,
    hoverClass: 'button-hover',
    hoverStartTime: 20,
    hoverStayTime: 70,
    type: 'default',
    size: 'default',
    plain: false,
    disabled: false,
    loading: false,
  },
  setUp(host) {
    const { element } = host
    element.setAttribute('role', 'button')
    host.onTap(() => {})
    listenToHover(host)
    return {
      type: (type) => (element.dataset.type = type),
      size: (size) => (element.dataset.size = size),
      plain: (isPlain) => element.toggleAttribute('data-plain', isPlain),
      loading: (isLoading) => element.toggleAttribute('data-loading', isLoading),
      disabled: (isDisabled) => setDisabled(element, isDisabled),
    }
  },
})
