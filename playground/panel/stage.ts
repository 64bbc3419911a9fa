/** Where the phones stand: their sizes follow the room that is there. */
import { fitPhones } from './fit'
import type { PhoneView } from './phone-view'
import type { Settings } from './settings'

/** As in the style sheet: below, the panel stands under the phones and the page scrolls. */
const NARROW = matchMedia('(max-width: 899px)')

export interface Stage {
  show(settings: Settings): void
}

export function createStage(stage: HTMLElement, views: readonly PhoneView[]): Stage {
  let shown: Settings | null = null

  function fit(): void {
    if (!shown) return
    const { paddingInline, paddingBlock } = paddings(stage)
    const { columns, ...size } = fitPhones(
      {
        width: stage.clientWidth - paddingInline,
        height: NARROW.matches ? Infinity : stage.clientHeight - paddingBlock,
      },
      shown.width,
      shown.phoneCount,
    )
    stage.dataset['columns'] = String(columns)
    for (const view of views) view.fit({ columns, ...size }, shown.width)
  }

  new ResizeObserver(fit).observe(stage)
  NARROW.addEventListener('change', fit)

  return {
    show(settings) {
      shown = settings
      for (const [index, view] of views.entries()) {
        view.element.hidden = index >= settings.phoneCount
      }
      fit()
    },
  }
}

function paddings(stage: HTMLElement): { paddingInline: number; paddingBlock: number } {
  const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(stage)
  return {
    paddingInline: parseFloat(paddingLeft) + parseFloat(paddingRight),
    paddingBlock: parseFloat(paddingTop) + parseFloat(paddingBottom),
  }
}
