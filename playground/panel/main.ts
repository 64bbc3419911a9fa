/** The page around the phones. */
import { createBuildState } from './build-state'
import { fetchConfig, type Config } from './config'
import { byId, element } from './dom'
import { listen } from './live'
import { createLog, type Log } from './log'
import { createPhoneControls } from './phone-controls'
import { createPhoneSession } from './phone-session'
import type { PhoneSettings } from './phone-settings'
import { createPhoneView } from './phone-view'
import { createServerControls } from './server-controls'
import { readSettings, writeSettings, type Settings } from './settings'
import { createStage } from './stage'
import { createTabs } from './tabs'
import { createTimeline } from './timeline'
import { createViewOptions } from './view-options'

const isDark = matchMedia('(prefers-color-scheme: dark)').matches

const FIRST_SETTINGS: PhoneSettings = {
  profile: 'android',
  theme: isDark ? 'dark' : 'light',
  language: 'en',
  path: '',
  network: 'wifi',
  isBlackHole: false,
  delayMs: 0,
}

type OnePhone = ReturnType<typeof createPhone>

function createPhone(config: Config['phones'][number], pages: readonly string[], log: Log) {
  const view = createPhoneView(config.name)
  const session = createPhoneSession({
    config,
    settings: FIRST_SETTINGS,
    screen: view.screen,
    tell: (entry) => log.add({ ...entry, who: config.name }),
  })
  view.connect(session)
  return { view, session, controls: createPhoneControls(session, pages) }
}

/** Phones that are folded away are off: their names can be used elsewhere. */
function switchPhones(phones: readonly OnePhone[], count: number): void {
  for (const [index, { session }] of phones.entries()) {
    if (index >= count) session.close()
    else if (session.life === 'off') session.relaunch('opened the app')
  }
}

function createSide(config: Config, phones: readonly OnePhone[], log: Log) {
  const tabs = createTabs(
    'Phones',
    phones.map(({ session, controls }) => ({
      label: session.config.name,
      content: controls.element,
    })),
  )
  const server =
    config.controls.length > 0
      ? element(
          'section',
          { class: 'card', 'aria-label': 'Server' },
          element('header', { class: 'card-head' }, element('h2', {}, 'Server')),
          createServerControls(config.controls, log.add),
        )
      : null
  byId('side').append(
    element('section', { class: 'card', 'aria-label': 'Phone controls' }, tabs.element),
    ...(server ? [server] : []),
    createTimeline(
      log,
      phones.map(({ session }) => session.config.name),
    ),
  )
  return tabs
}

async function main(): Promise<void> {
  const config = await fetchConfig()
  document.title = config.title
  byId('title').textContent = config.title
  const log = createLog()
  const phones = config.phones.map((phone) => createPhone(phone, config.pages, log))
  const stageElement = byId('stage')
  stageElement.append(...phones.map(({ view }) => view.element))
  const stage = createStage(
    stageElement,
    phones.map(({ view }) => view),
  )
  const tabs = createSide(config, phones, log)

  let settings = readSettings(localStorage)
  function show(patch: Partial<Settings>): void {
    settings = { ...settings, ...patch }
    writeSettings(localStorage, settings)
    document.documentElement.dataset['appearance'] = settings.appearance
    stage.show(settings)
    tabs.showFirst(settings.phoneCount)
    if (config.isBuilt) switchPhones(phones, settings.phoneCount)
  }
  byId('view-options').append(...createViewOptions(settings, show))
  show({})

  listen({
    config,
    buildState: createBuildState(stageElement),
    onPhones(newest) {
      for (const { session, controls } of phones) {
        controls.setPages(newest.pages)
        if (session.life !== 'off') session.relaunch('the code changed: opened again')
      }
    },
  })
}

void main()
