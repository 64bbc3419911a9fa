import { PhoneFailure } from '../../phone/ports'
import { defineBuiltIn } from '../built-in'
import { HOVER_ATTRIBUTES, listenToHover } from '../hover'

/** What each `open-type` calls. */
const MOVES = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
} as const

export const navigator = defineBuiltIn({
  tag: 'navigator',
  attributes: {
    ...HOVER_ATTRIBUTES,
    hoverClass: 'navigator-hover',
    hoverStayTime: 600,
    url: '',
    openType: 'navigate',
    delta: 1,
  },
  setUp(host) {
    const { element, services, values } = host
    element.setAttribute('role', 'link')
    listenToHover(host)
    host.onTap(() => void go())

    async function go(): Promise<void> {
      const { openType, url, delta } = values
      const move = MOVES[openType as keyof typeof MOVES]
      try {
        if (move === undefined)
          throw new PhoneFailure(`open-type "${openType}" is not in the playground`)
        await (move === 'navigateBack' ? services.router[move](delta) : services.router[move](url))
        host.fire('success', { errMsg: `${move}:ok` })
      } catch (error) {
        const text = error instanceof PhoneFailure ? error.text : String(error)
        const errMsg = `${move ?? 'navigator'}:fail ${text}`
        host.fire('fail', { errMsg })
        services.reportError(new Error(errMsg))
      }
    }
  },
})
