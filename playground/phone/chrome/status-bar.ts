/** Time, network and battery. */
import { create } from './elements'
import { createIcon } from './icons'
import type { Words } from './words'

export interface StatusBar {
  readonly element: HTMLElement
  setNetwork(networkType: string): void
}

/** @param fixedTime stands still, for pictures that are compared. @default the time of day */
export function createStatusBar(words: Words, fixedTime?: string): StatusBar {
  const time = create('span', { class: 'phone-time' })
  const network = create('span', { class: 'phone-network', role: 'img' })
  const element = create(
    'div',
    { class: 'phone-status' },
    time,
    create('span', { class: 'phone-status-end' }, network, createIcon('battery')),
  )

  const setNetwork = (networkType: string) => {
    const isOffline = networkType === 'none' || networkType === 'offline'
    const label = isOffline ? words.offline : `${words.network}: ${nameNetwork(networkType)}`
    network.setAttribute('aria-label', label)
    network.replaceChildren(...drawNetwork(networkType, isOffline))
  }

  setNetwork('wifi')
  if (fixedTime === undefined) keepTime(time)
  else time.textContent = fixedTime
  return { element, setNetwork }
}

const nameNetwork = (networkType: string) =>
  networkType === 'wifi' ? 'Wi-Fi' : networkType.toUpperCase()

function drawNetwork(networkType: string, isOffline: boolean): (Node | string)[] {
  if (isOffline) return [createIcon('airplane')]
  if (networkType === 'wifi') return [createIcon('signal'), createIcon('wifi')]
  return [createIcon('signal'), nameNetwork(networkType)]
}

/** Looks at the clock again when the next minute begins, for as long as the element is on the page. */
function keepTime(element: HTMLElement): void {
  const now = new Date()
  element.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`
  const leftMs = 60_000 - (now.getTime() % 60_000)
  setTimeout(() => {
    if (element.isConnected) keepTime(element)
  }, leftMs)
}
