/** The world as one client process sees it: the ports of the core, over the simulated network. */
import type { Ports } from '../../src/core/ports'
import type { Dice } from './dice'
import type { Life, SimClock } from './sim-clock'
import { createSimLink, type SimLink } from './sim-link'
import type { SimServer } from './sim-server'

export interface SimPlatform {
  readonly ports: Ports
  /** The links that this process has not seen the end of, newest last. */
  readonly links: SimLink[]
  hide(): void
  show(): void
  network(isOnline: boolean): void
}

export function createSimPlatform(
  clock: SimClock,
  dice: Dice,
  life: Life,
  server: SimServer,
): SimPlatform {
  const links: SimLink[] = []
  const hears = new Set<(what: 'hidden' | 'shown' | 'online' | 'offline') => void>()
  const tellAll = (what: 'hidden' | 'shown' | 'online' | 'offline'): void =>
    hears.forEach((hear) => hear(what))
  const watch = (hear: (what: 'hidden' | 'shown' | 'online' | 'offline') => void) => {
    hears.add(hear)
    return () => void hears.delete(hear)
  }

  const ports: Ports = {
    clock: clock.ofProcess(life),
    random: dice,
    logger: { info: () => undefined, warn: () => undefined },
    lifecycle: {
      watch: (hidden, shown) =>
        watch((what) => (what === 'hidden' ? hidden() : what === 'shown' && shown())),
    },
    network: {
      watch: (changed) =>
        watch((what) => (what === 'online' || what === 'offline') && changed(what === 'online')),
    },
    transport: {
      assertAvailable: () => undefined,
      watchCuts: () => () => undefined,
      cutsReported: () => 0,
      open({ target }, tell, received) {
        const alive = (event: Parameters<typeof tell>[0]): void => {
          if (life.isAlive) tell(event)
        }
        const link = createSimLink(clock, dice, {
          tell(event) {
            if (event.type === 'link-closed') links.splice(links.indexOf(link), 1)
            alive(event)
          },
          received(data) {
            if (life.isAlive) received(data)
          },
        })
        links.push(link)
        let isWanted = true
        let isOpen = false
        alive({ type: 'link-requested' })
        clock.startTimer(
          () => {
            if (!isWanted) return
            if (!server.accepts(link, target.url)) {
              links.splice(links.indexOf(link), 1)
              alive({ type: 'link-errored', failure: { text: 'refused' } })
              return
            }
            isOpen = true
            alive({ type: 'link-opened', url: target.url })
          },
          dice.between(5, 120),
        )
        return {
          send(data, failed) {
            const fail = (): void => {
              if (life.isAlive) failed()
            }
            if (!isOpen || !link.send(data, fail)) fail()
          },
          close(code, reason) {
            isWanted = false
            if (isOpen) link.close(code, reason)
            else if (links.includes(link)) links.splice(links.indexOf(link), 1)
          },
        }
      },
    },
  }
  return {
    ports,
    links,
    hide: () => tellAll('hidden'),
    show: () => tellAll('shown'),
    network: (isOnline) => tellAll(isOnline ? 'online' : 'offline'),
  }
}
