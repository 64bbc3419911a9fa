/** The clipboard of the computer where the browser gives it, and of this phone alone where it does not. */
import type { Clipboard } from '../ports'

/** @param documentOf the page whose clipboard it is; a browser asks that it has the focus. */
export function createBrowserClipboard(documentOf: Document): Clipboard {
  let lastWritten = ''

  return {
    async write(text) {
      lastWritten = text
      try {
        await findClipboard(documentOf).writeText(text)
      } catch {
        copyBySelection(documentOf, text)
      }
    },
    async read() {
      try {
        return await findClipboard(documentOf).readText()
      } catch {
        return lastWritten
      }
    },
  }
}

/** @throws Error where there is none: pages that came over plain HTTP from another machine. */
function findClipboard(documentOf: Document): globalThis.Clipboard {
  const clipboard = documentOf.defaultView?.navigator.clipboard
  if (clipboard === undefined) throw new Error('this page has no clipboard')
  return clipboard
}

/** The old way, which works within a tap. Where it does not either, the phone still remembers the text. */
function copyBySelection(documentOf: Document, text: string): void {
  const focused = documentOf.activeElement
  const field = documentOf.createElement('textarea')
  field.value = text
  field.setAttribute('aria-hidden', 'true')
  field.style.cssText = 'position:fixed;opacity:0;pointer-events:none'
  documentOf.body.append(field)
  field.focus()
  field.select()
  documentOf.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
}
