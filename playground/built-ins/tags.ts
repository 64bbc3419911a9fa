/** The tags of WeChat that the playground has; `block`, `slot`, `template` and `wxs` are the template's own. */
import type { BuiltIn } from './built-in'
import { button } from './button/button'
import { canvas } from './canvas/canvas'
import { image } from './image/image'
import { input } from './input/input'
import { navigator } from './navigator/navigator'
import { progress } from './progress/progress'
import { scrollView } from './scroll-view/scroll-view'
import { slider } from './slider/slider'
import { switchTag } from './switch/switch'
import { text } from './text/text'
import { textarea } from './textarea/textarea'
import { view } from './view/view'

/** Each knows its own attributes; here they are only tags. */
export const builtIns = [
  button,
  canvas,
  image,
  input,
  navigator,
  progress,
  scrollView,
  slider,
  switchTag,
  text,
  textarea,
  view,
] as unknown as readonly BuiltIn[]
