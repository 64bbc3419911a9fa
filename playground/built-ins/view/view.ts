import { defineBuiltIn } from '../built-in'
import { HOVER_ATTRIBUTES, listenToHover } from '../hover'

export const view = defineBuiltIn({
  tag: 'view',
  attributes: HOVER_ATTRIBUTES,
  setUp: listenToHover,
})
