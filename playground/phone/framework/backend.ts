/** Where the framework draws: the document of this phone. */
import { CurrentWindowBackendContext, type domlikeBackend } from 'glass-easel'
import { convertUnits } from '../../bundle/wxss/units.mjs'
import { noteTappable } from './reachable'

type FrameworkNode = domlikeBackend.Element

/**
 * - Tags get the prefix that they have in WeChat's own pages, since `button` or `input` would be the browser's.
 * - Sizes in `style` attributes are converted, as those of style sheets are when they are compiled.
 * - Events of fingers and keys come from input-events.ts; here it is only noted who listens for taps.
 */
export class PhoneBackend extends CurrentWindowBackendContext {
  /** @param onTag hears of each tag that is drawn */
  constructor(private readonly onTag: (tag: string) => void) {
    super()
  }

  override document = {
    createElement: (tag: string): FrameworkNode => {
      this.onTag(tag)
      const element = document.createElement(`wx-${tag}`)
      element.setAttribute = setConverted
      return element as unknown as FrameworkNode
    },
    createTextNode: (text: string) => document.createTextNode(text) as unknown as FrameworkNode,
    createDocumentFragment: () => document.createDocumentFragment() as unknown as FrameworkNode,
  }

  override onEvent(): void {}

  override setListenerStats(element: FrameworkNode, type: string): void {
    if (type === 'tap') noteTappable(element as unknown as HTMLElement)
  }
}

function setConverted(this: HTMLElement, name: string, value: string): void {
  const text = name === 'style' ? convertUnits(String(value)) : value
  HTMLElement.prototype.setAttribute.call(this, name, text)
}
