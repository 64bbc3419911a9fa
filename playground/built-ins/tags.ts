/** The tags of WeChat that the playground has. */
import type { BuiltIn } from './built-in'
import { text } from './text/text'
import { view } from './view/view'

export const builtIns: readonly BuiltIn[] = [view, text] as readonly BuiltIn[]
