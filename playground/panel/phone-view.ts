/** A phone as it is drawn: its name and state above, the frame, and what covers the screen while it is locked. */
import { button, element } from './dom'
import type { Fit } from './fit'
import type { PhoneSession } from './phone-session'

export interface PhoneView {
  readonly element: HTMLElement
  /** Where the page of the phone is put. */
  readonly screen: HTMLElement
  /** Draws what the session is like now. */
  connect(session: PhoneSession): void
  fit(fit: Fit, width: number): void
}

const LIFE = {
  off: 'off',
  starting: 'starting…',
  foreground: '',
  background: 'in the background',
  locked: 'locked',
} as const

export function createPhoneView(name: string): PhoneView {
  const state = element('span', { class: 'phone-state' })
  const route = element('span', { class: 'phone-route' })
  const clock = element('p', { class: 'lock-clock', 'aria-hidden': 'true' })
  const lock = element('div', { class: 'lock', hidden: true }, clock)
  const screen = element('div', { class: 'phone-screen' }, lock)
  const made = element(
    'section',
    { class: 'phone', 'aria-label': `Phone of ${name}` },
    element('header', { class: 'phone-head' }, element('h2', {}, name), state, route),
    element('div', { class: 'phone-frame' }, screen),
  )

  return {
    element: made,
    screen,
    connect(session) {
      const unlock = button('Unlock', { className: 'lock-button' }, () =>
        session.setLife('foreground'),
      )
      lock.append(unlock)
      const draw = (): void => {
        const { life, socketState } = session
        const isLocked = life === 'locked'
        if (isLocked && lock.hidden) clock.textContent = hoursAndMinutes(new Date())
        lock.hidden = !isLocked
        made.dataset['life'] = life
        state.dataset['state'] = socketState ?? ''
        state.textContent = [LIFE[life], socketState].filter(Boolean).join(' · ')
        route.textContent = session.route
        // What lies under the cover is out of reach for the keyboard too.
        const frame = screen.querySelector('iframe')
        if (frame) frame.inert = isLocked
      }
      session.onChange(draw)
      draw()
    },
    fit({ scale, height }, width) {
      made.style.setProperty('--screen-width', `${width}px`)
      made.style.setProperty('--screen-height', `${height}px`)
      made.style.setProperty('--scale', String(scale))
    },
  }
}

const hoursAndMinutes = (at: Date): string =>
  `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`
