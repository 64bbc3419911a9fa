/** What can be done to one phone. */
import { createBar, createBareBar, createList, row, type Choice } from './choice'
import { button, element } from './dom'
import { aboutHost, hostOptions } from './hosts'
import type { PhoneSession } from './phone-session'

const HOME = { value: '', label: 'First page' }

export function createPhoneControls(
  session: PhoneSession,
  pages: readonly string[],
): { readonly element: HTMLElement; readonly setPages: (pages: readonly string[]) => void } {
  const hostAbout = element('p', { class: 'hint' })
  const choices = createChoices(session)
  let page = createPageList(session, pages)
  const blackHole = createBlackHole(session)
  const launch = row('Start', 'Kills the app and opens it again.', () =>
    element('div', { class: 'pair' }, page.element, relaunchButton(session)),
  )
  const made = element(
    'div',
    { class: 'phone-controls' },
    choices.life.element,
    choices.network.element,
    row('Link', undefined, () =>
      element(
        'div',
        { class: 'pair' },
        button(
          'Cut without event',
          { about: 'Every link is gone; the app is not told, and what it sends vanishes.' },
          session.cut,
        ),
        blackHole,
      ),
    ),
    choices.delay.element,
    choices.host.element,
    hostAbout,
    row('Look', undefined, () =>
      element('div', { class: 'pair' }, choices.theme.element, choices.language.element),
    ),
    launch,
  )

  function draw(): void {
    const { life, settings } = session
    choices.life.set(life === 'background' || life === 'locked' ? life : 'foreground')
    choices.network.set(settings.network)
    choices.delay.set(settings.delayMs)
    choices.host.set(settings.profile)
    choices.theme.set(settings.theme)
    choices.language.set(settings.language)
    page.set(settings.path)
    blackHole.setAttribute('aria-pressed', String(settings.isBlackHole))
    hostAbout.textContent = aboutHost(settings.profile)
  }
  session.onChange(draw)
  draw()

  return {
    element: made,
    setPages(next) {
      const renewed = createPageList(session, next)
      page.element.replaceWith(renewed.element)
      page = renewed
      draw()
    },
  }
}

function createChoices(session: PhoneSession) {
  const { settings } = session
  return {
    life: createBar({
      label: 'App',
      value: 'foreground',
      options: [
        { value: 'foreground', label: 'Foreground' },
        { value: 'background', label: 'Background' },
        { value: 'locked', label: 'Locked' },
      ],
      about: 'iPhones are said not to tell an app that the screen was locked; other hosts tell it.',
      onChoose: session.setLife,
    }),
    network: createBar({
      label: 'Network',
      value: settings.network,
      options: [
        { value: 'wifi', label: 'Wi-Fi' },
        { value: '4g', label: '4G' },
        { value: 'none', label: 'None' },
      ],
      about: 'The app is told of the change; open links do not survive it, and say nothing.',
      onChoose: (network) => session.change({ network }),
    }),
    delay: createBar({
      label: 'Delay',
      value: settings.delayMs,
      options: [
        { value: 0, label: 'None' },
        { value: 200, label: '200 ms' },
        { value: 1_000, label: '1 s' },
        { value: 3_000, label: '3 s' },
      ],
      about: 'How much longer each frame takes, both ways.',
      onChoose: (delayMs) => session.change({ delayMs }),
    }),
    host: createList({
      label: 'Host',
      value: settings.profile,
      options: hostOptions,
      about: 'Whose habits the phone has. The app is opened again.',
      onChoose: (profile) => session.change({ profile }),
    }),
    theme: createBareBar({
      label: 'Theme',
      value: settings.theme,
      options: [
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ],
      onChoose: (theme) => session.change({ theme }),
    }),
    language: createBareBar({
      label: 'Language',
      value: settings.language,
      options: [
        { value: 'zh_CN', label: '中文' },
        { value: 'en', label: 'English' },
      ],
      about: 'The app is opened again.',
      onChoose: (language) => session.change({ language }),
    }),
  }
}

function createPageList(session: PhoneSession, pages: readonly string[]): Choice<string> {
  const list = element(
    'select',
    { class: 'list', 'aria-label': 'Page that is opened first' },
    ...[HOME, ...pages.map((value) => ({ value, label: value }))].map(({ value, label }) =>
      element('option', { value }, label),
    ),
  )
  list.addEventListener('change', () => session.change({ path: list.value }))
  return { element: list, set: (value) => void (list.value = value) }
}

function createBlackHole(session: PhoneSession): HTMLButtonElement {
  const about =
    'Nothing arrives in either direction, and no event says so, until it is switched off.'
  return button('Black hole', { about, className: 'button toggle' }, () =>
    session.change({ isBlackHole: !session.settings.isBlackHole }),
  )
}

const relaunchButton = (session: PhoneSession) =>
  button(
    'Relaunch',
    { about: 'Kills the app, without a word to it, and opens it again.', className: 'button' },
    () => session.relaunch('killed the app and opened it again'),
  )
