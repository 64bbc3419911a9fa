/**
 * What fingers, mice and keys do, as the events of WeChat: touchstart, touchmove, touchend, touchcancel, tap and
 * longpress, with `touches` in their shape. A mouse is a finger here, as in the devtools.
 */
import { Event as FrameworkEvent } from 'glass-easel'
import { frameworkElementOf } from './instances'

/** https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html: longpress comes after 350 ms. */
const LONG_PRESS_MS = 350
/** Further than this is no tap. */
const TAP_DISTANCE_PX = 10

/** Events of the document that a handler may ask for as they are. */
const PASSED_ON = ['transitionend', 'animationstart', 'animationiteration', 'animationend'] as const

interface Press {
  readonly pointerId: number
  readonly x: number
  readonly y: number
  readonly longPress: ReturnType<typeof setTimeout>
  hasMoved: boolean
  wasLong: boolean
}

/** Listens to everything below `root`, from now on. */
export function listenToInput(root: HTMLElement): void {
  let press: Press | null = null

  root.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0) return
    const { pointerId, clientX: x, clientY: y } = event
    const longPress = setTimeout(() => {
      if (!press || press.hasMoved) return
      press.wasLong = dispatch(event, 'longpress', { x, y }, touchesOf(event))
    }, LONG_PRESS_MS)
    press = { pointerId, x, y, longPress, hasMoved: false, wasLong: false }
    dispatch(event, 'touchstart', { x, y }, touchesOf(event))
  })

  root.addEventListener('pointermove', (event) => {
    if (press?.pointerId !== event.pointerId) return
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > TAP_DISTANCE_PX) {
      press.hasMoved = true
    }
    dispatch(event, 'touchmove', pointOf(event), touchesOf(event))
  })

  const end = (type: 'touchend' | 'touchcancel') => (event: PointerEvent) => {
    if (press?.pointerId !== event.pointerId) return
    clearTimeout(press.longPress)
    if (type === 'touchcancel') press.hasMoved = true
    dispatch(event, type, pointOf(event), { ...touchesOf(event), touches: [] })
  }
  root.addEventListener('pointerup', end('touchend'))
  root.addEventListener('pointercancel', end('touchcancel'))

  // A click is also what Enter, and what assistive technology does; then there was no press.
  root.addEventListener('click', (event) => {
    const isTap = event.detail === 0 || !(press && (press.hasMoved || press.wasLong))
    press = null
    if (isTap && !isDisabled(event.target)) dispatch(event, 'tap', pointOf(event), touchesOf(event))
  })
  root.addEventListener('keydown', pressByKey)
  for (const type of PASSED_ON) {
    root.addEventListener(type, (event) => dispatch(event, type, {}, {}))
  }
}

/** Such as a button with `disabled`. */
const isDisabled = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[data-disabled]') !== null

/** Enter and Space press what has the focus, as they press a button of the browser. */
function pressByKey(event: KeyboardEvent): void {
  if (event.key !== 'Enter' && event.key !== ' ') return
  const { target } = event
  if (!(target instanceof HTMLElement) || !('tappable' in target.dataset)) return
  event.preventDefault()
  if (!event.repeat) target.click()
}

/** @returns whether somebody listened and dealt with it */
function dispatch(source: Event, type: string, detail: object, extraFields: object): boolean {
  const target = nearestElement(source.target)
  if (!target) return false
  let isHeard = false
  const event = new FrameworkEvent(type, detail, {
    bubbles: true,
    composed: true,
    capturePhase: true,
    originalEvent: source,
    extraFields: { ...extraFields },
    handleListenerReturn() {
      isHeard = true
    },
  })
  FrameworkEvent.dispatchEvent(target, event)
  if (event.defaultPrevented()) source.preventDefault()
  return isHeard
}

function nearestElement(target: EventTarget | null) {
  for (let node = target as Node | null; node; node = node.parentNode) {
    const element = frameworkElementOf(node)
    if (element) return element
  }
  return null
}

const pointOf = ({ clientX: x, clientY: y }: MouseEvent) => ({ x, y })

function touchesOf(event: MouseEvent) {
  const { clientX, clientY, pageX, pageY } = event
  // A click is a pointer event in some browsers and a mouse event in others.
  const { pointerId: identifier = 0 } = event as Partial<PointerEvent>
  const touches = [{ identifier, clientX, clientY, pageX, pageY, force: 1 }]
  return { touches, changedTouches: touches }
}
