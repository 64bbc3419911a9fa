/** One phone as the panel knows it: what it was told, what it said, and the frame that it runs in. */
import type { Phone, PhoneEvent } from '../phone/phone'
import type { PhoneConfig } from './config'
import { createAppLife, type AppLife } from './app-life'
import type { NewEntry } from './log'
import { describeEvent } from './phone-events'
import { awaitPhone, phoneIn, phoneUrl } from './phone-frame'
import type { Life, NetworkName, PhoneSettings } from './phone-settings'
import { describeChange, describeLife } from './phone-words'
import { followSocketState } from './socket-state'

export interface PhoneSession {
  readonly config: PhoneConfig
  readonly settings: PhoneSettings
  readonly life: Life
  /** The visible page, `''` before there is one. */
  readonly route: string
  /** Of the app's socket, where it can be found. */
  readonly socketState: string | null
  change(patch: Partial<PhoneSettings>): void
  setLife(life: 'foreground' | 'background' | 'locked'): void
  /** Every link is gone, and nobody is told. */
  cut(): void
  /** Kills the app and opens it again. */
  relaunch(why: string): void
  /** Ends the app. */
  close(): void
  onChange(listener: () => void): () => void
}

/** How often the phone is asked whether it is in the background. */
const LOOK_EVERY_MS = 200

/** Changes that an app learns only when it is opened. */
const AT_LAUNCH = ['profile', 'language', 'path'] as const

export interface SessionOptions {
  readonly config: PhoneConfig
  readonly settings: PhoneSettings
  /** Where the frame of each launch is put. */
  readonly screen: HTMLElement
  readonly tell: (entry: Omit<NewEntry, 'who'>) => void
}

export function createPhoneSession({
  config,
  settings: first,
  screen,
  tell,
}: SessionOptions): PhoneSession {
  const listeners = new Set<() => void>()
  let settings = first
  let life: Life = 'off'
  let route = ''
  let socketState: string | null = null
  let phone: Phone | null = null
  let appLife: AppLife | null = null
  let leave = () => {}

  const changed = () => listeners.forEach((listener) => listener())
  const act = (text: string) => tell({ kind: 'action', text })

  function heard(event: PhoneEvent): void {
    const entry = describeEvent(event)
    if (entry) tell(entry)
    if (event.type === 'ready') life = 'foreground'
    if (event.type === 'ready' || event.type === 'page') route = visibleRoute(phone, route)
    changed()
  }

  /** The phone has buttons of its own for that, and no event that says so. */
  function syncLife(): void {
    const isHidden = phone?.fake.isHidden
    if (isHidden === true && life === 'foreground') life = 'background'
    else if (isHidden === false && life === 'background') life = 'foreground'
    else return
    act(`${life === 'background' ? 'to the background' : 'back to the foreground'}, at the phone`)
    changed()
  }

  function attach(found: Phone): void {
    phone = found
    appLife = createAppLife(found)
    const { network, isBlackHole, delayMs } = settings
    if (network === 'none') applyNetwork(found, network)
    // The app may be connecting by now; that, a phone on 4G would not have cut.
    if (network === '4g') found.fake.network({ isConnected: true, networkType: network })
    if (isBlackHole) found.fake.faults.blackHole = true
    found.fake.faults.delayMs = delayMs
    const timer = setInterval(syncLife, LOOK_EVERY_MS)
    const forget = [
      () => clearInterval(timer),
      found.on(heard),
      followSocketState(found, (state) => {
        socketState = state
        tell({ kind: 'state', text: state })
        changed()
      }),
    ]
    leave = () => forget.forEach((stop) => stop())
    found.ready.then(
      () => {
        if (phone !== found) return
        if (life === 'starting') life = 'foreground'
        route = visibleRoute(found, route)
        changed()
      },
      (error: unknown) => tell({ kind: 'error', text: String(error) }),
    )
  }

  function detach(): void {
    leave()
    leave = () => {}
    phone = null
    appLife = null
    life = 'off'
    route = ''
    socketState = null
  }

  function end(): void {
    detach()
    screen.querySelector('iframe')?.remove()
  }

  function launch(): void {
    end()
    life = 'starting'
    const frame = document.createElement('iframe')
    frame.title = `Phone of ${config.name}`
    frame.src = phoneUrl(config, settings)
    frame.allow = 'clipboard-read; clipboard-write'
    screen.prepend(frame)
    const failed = ({ message }: Error) => {
      if (frame.isConnected) tell({ kind: 'error', text: message })
    }
    awaitPhone(frame).then(attach, failed)
    // The phone's own menu has an entry that opens the app again.
    frame.addEventListener('load', () => {
      if (phone === null || phoneIn(frame) === phone) return
      act('opened the app again at the phone')
      detach()
      life = 'starting'
      awaitPhone(frame).then(attach, failed)
    })
    changed()
  }

  return {
    config,
    get settings() {
      return settings
    },
    get life() {
      return life
    },
    get route() {
      return route
    },
    get socketState() {
      return socketState
    },
    change(patch) {
      const before = settings
      settings = { ...settings, ...patch }
      if (phone && patch.network && patch.network !== before.network) {
        applyNetwork(phone, patch.network)
      }
      if (phone && patch.isBlackHole !== undefined) {
        phone.fake.faults.blackHole = patch.isBlackHole
      }
      if (phone && patch.delayMs !== undefined) phone.fake.faults.delayMs = patch.delayMs
      if (phone && patch.theme) phone.setTheme(patch.theme)
      act(describeChange(patch))
      if (life !== 'off' && AT_LAUNCH.some((name) => patch[name] !== undefined)) launch()
      changed()
    },
    setLife(next) {
      if (!phone || next === life) return
      act(describeLife(phone.fake.profile, life, next))
      life = next
      appLife?.moveTo(next)
      changed()
    },
    cut() {
      phone?.fake.faults.cut()
      act('cut every link, without an event')
    },
    relaunch(why) {
      act(why)
      launch()
    },
    close() {
      if (life !== 'off') act('closed the app')
      end()
      changed()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A change of network ends what was open, and tells the app of the change alone. */
function applyNetwork({ fake }: Phone, network: NetworkName): void {
  const isConnected = network !== 'none'
  fake.faults.cut()
  fake.faults.refuse = !isConnected
  fake.network({ isConnected, networkType: network })
}

const visibleRoute = (phone: Phone | null, otherwise: string): string =>
  phone?.pages.at(-1)?.route ?? otherwise
