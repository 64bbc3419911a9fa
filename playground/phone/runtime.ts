/** Runs the mini-program: its scripts, its app, and its way to the background and back. */
import { addGlobalErrorListener, addGlobalWarningListener } from 'glass-easel'
import { component, type Root } from 'glass-easel-miniprogram-adapter'
import { describeEntry } from './api/entry'
import { createEnvironment } from './framework/environment'
import { listenToInput } from './framework/input-events'
import { routeOf, type Instance } from './framework/instances'
import { observeSetData } from './framework/observe-set-data'
import type { Styles } from './framework/styles'
import type { AppRegistry } from './mini-program/app'
import { createLogicLayer } from './mini-program/logic-layer'
import type { MiniProgram } from './mini-program/mini-program'
import type { Stage } from './pages/stage'
import type { PhoneEvents } from './phone-events'
import type { EntryOptions, PhoneApi, PhoneFake } from './ports'

export interface RuntimeParts {
  readonly miniProgram: MiniProgram
  readonly fake: PhoneFake
  readonly api: PhoneApi
  readonly apps: AppRegistry
  readonly stage: Stage
  readonly styles: Styles
  readonly events: PhoneEvents
  reportError(error: unknown): void
}

export interface Runtime {
  createRoot(path: string): Root
  flushReady(): void
  /** Runs app.js and opens the first page. */
  launch(entry: EntryOptions, search: string): Promise<void>
  hide(): void
  show(entry: EntryOptions): void
}

export function createRuntime(parts: RuntimeParts): Runtime {
  const { miniProgram, fake, apps, events, reportError } = parts
  const { router } = parts.stage
  catchErrors(parts)
  extendInstances(parts)
  const environment = createEnvironment({
    miniProgram,
    styles: parts.styles,
    services: { router, reportError },
    reportError,
    runScript: (path) => logic.has(`${path}.js`) && logic.run(`${path}.js`),
  })
  const logic = createLogicLayer(miniProgram, { ...globalsOf(parts), ...environment.globals })

  const reportPage = (change: 'show' | 'hide') => {
    if (router.top) events.emit({ type: 'page', route: router.top.route, change })
  }

  return {
    createRoot: environment.createPage,
    flushReady: environment.flushReady,
    async launch(entry, search) {
      try {
        logic.run('app.js')
      } catch (error) {
        reportError(error)
      }
      apps.call('onLaunch', describeEntry(entry))
      apps.call('onShow', describeEntry(entry))
      await openFirst(parts, entry, search)
      events.emit({ type: 'ready', route: router.top?.route ?? '' })
    },
    hide() {
      if (fake.isHidden) return
      router.top?.hide()
      reportPage('hide')
      apps.call('onHide', {})
      fake.hide()
    },
    show(entry) {
      if (!fake.isHidden) return
      fake.show({ path: entry.path, query: { ...entry.query }, scene: entry.scene })
      apps.call('onShow', describeEntry(entry))
      router.top?.show()
      reportPage('show')
    },
  }
}

/** A route that there is none of leads to the home page, once the app was asked. */
async function openFirst(parts: RuntimeParts, entry: EntryOptions, search: string): Promise<void> {
  const { stage, apps, miniProgram, reportError } = parts
  try {
    await stage.router.launch(`/${entry.path}?${search}`)
  } catch (error) {
    reportError(error)
    apps.call('onPageNotFound', { path: entry.path, query: entry.query, isEntryPage: true })
    if (!stage.router.top) await stage.router.launch(`/${miniProgram.app.home}`)
  }
}

/** What scripts find in scope beside the language. */
function globalsOf({ fake, api, apps, stage }: RuntimeParts) {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = fake.clock
  return {
    wx: api.wx,
    App: apps.App,
    getApp: apps.getApp,
    getCurrentPages: () => stage.router.pages.map(({ instance }) => instance),
    console,
    Promise: fake.Promise,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
  }
}

/** What the mini-program's code throws, wherever it was called from, is shown; the rest goes on. */
function catchErrors({ api, apps, reportError }: RuntimeParts): void {
  addGlobalErrorListener((error) => {
    reportError(error)
    return false
  })
  addGlobalWarningListener((message) => {
    console.debug(message)
    return false
  })
  addEventListener('error', (event) => reportError(event.error ?? event.message))
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    const reason = api.reportRejection(event.reason, event.promise)
    apps.call('onUnhandledRejection', { reason, promise: event.promise })
  })
}

/** What `this` of every page and component has from the phone. */
function extendInstances({ api, stage, events }: RuntimeParts): void {
  listenToInput(document.body)
  const { prototype } = component.ComponentCaller
  prototype.createSelectorQuery = function (this: Instance) {
    return api.createSelectorQuery(this) as never
  }
  observeSetData(({ instance, paths, bytes }) => {
    // A component that is being attached is not in the document yet: its page is the one that opens.
    const route = routeOf(instance) ?? stage.router.top?.route ?? ''
    events.emit({ type: 'set-data', route, paths, bytes })
  })
}
