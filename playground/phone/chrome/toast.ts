/** What `wx.showToast` and `wx.showLoading` show: one at a time, the newer takes the older's place. */
import type { Toast } from '../ports'
import { create } from './elements'
import { createIcon } from './icons'

export interface ToastPlace {
  readonly element: HTMLElement
  show(toast: Toast): void
  hide(): void
}

export function createToastPlace(): ToastPlace {
  // It is there before it says anything: only then do screen readers hear the change.
  const element = create('div', { class: 'phone-toast-place', role: 'status' })
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    element.classList.remove('phone-toast-mask')
    element.replaceChildren()
  }

  return {
    element,
    hide,
    show(toast) {
      hide()
      element.classList.toggle('phone-toast-mask', toast.hasMask)
      element.append(drawToast(toast))
      if (toast.durationMs !== null) timer = setTimeout(hide, toast.durationMs)
    },
  }
}

function drawToast({ title, icon, imageUrl }: Toast): HTMLElement {
  const picture =
    imageUrl !== null
      ? create('img', { class: 'phone-toast-image', src: imageUrl, alt: '' })
      : icon === 'none'
        ? null
        : createIcon(icon)
  const className = picture === null ? 'phone-toast phone-toast-plain' : 'phone-toast'
  return create('div', { class: className }, picture, create('span', {}, title))
}
