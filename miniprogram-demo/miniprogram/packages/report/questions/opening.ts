/** What a host says when a link opens, and what it brings to the server. */
import type { Inquiry } from '../inquiry/create-inquiry'
import type { Question } from '../inquiry/question'

const QUICK_MS = 20_000
/** How long nothing must come before it is taken that nothing comes. */
const QUIET_MS = 500
const OPEN_MS = 8_000

const namesOf = (object: object): string[] => Object.keys(object).sort()

const opening: Question = {
  id: 'opening',
  title: 'What happens when a link opens?',
  about: 'Opens one link and writes down what connectSocket returns and what is called, in order.',
  needsHands: false,
  timeoutMs: QUICK_MS,
  async ask({ port, connect, until, pause }) {
    const startedAtMs = port.nowMs()
    const link = connect({ do: 'echo' })
    await until(() => link.has('open'), OPEN_MS)
    const openMs = port.nowMs() - startedAtMs
    await pause(QUIET_MS)
    const returned = link.events.find(({ event }) => event === 'returned')
    const order = link.events.map(({ event }) => event)
    return {
      answer: {
        returns: returned?.event === 'returned' ? returned.what : 'nothing',
        isSuccessBeforeReturn: order.indexOf('success') < order.indexOf('returned'),
        events: [...link.story()],
        profile: namesOf(link.handshake.profile),
      },
      measured: { openMs },
    }
  },
}

/** Asks for protocols and says whether the link opened and which one the host tells. */
async function tryProtocols({ connect, until }: Inquiry, echoed: string) {
  const link = connect({ do: 'echo', echoed }, { protocols: ['probe-a', 'probe-b'] })
  await until(() => link.has('open') || link.has('error') || link.has('fail'), OPEN_MS)
  const header = link.handshake.header as { [name: string]: unknown }
  const name = Object.keys(header).find((one) => one.toLowerCase() === 'sec-websocket-protocol')
  return {
    isOpen: link.has('open'),
    told: name === undefined ? null : String(header[name]),
  }
}

const protocols: Question = {
  id: 'protocols',
  title: 'Does it need the server to answer a sub-protocol?',
  about: 'Asks for two sub-protocols: once the server takes the second, once it takes none.',
  needsHands: false,
  timeoutMs: 2 * QUICK_MS,
  ask: async (inquiry) => ({
    answer: {
      whenTaken: await tryProtocols(inquiry, 'probe-b'),
      whenIgnored: await tryProtocols(inquiry, 'none'),
    },
  }),
}

const header: Question = {
  id: 'header',
  title: 'Does a header of ours reach the server?',
  about: 'Sends a header with the connect and asks the server whether it came.',
  needsHands: false,
  timeoutMs: QUICK_MS,
  async ask({ open, sightingOf }) {
    const link = await open({ do: 'echo' }, { header: { 'x-probe': 'hello' } })
    return { answer: { arrived: (await sightingOf(link))?.header ?? null } }
  },
}

const address: Question = {
  id: 'address',
  title: 'Does an address with Chinese in it work?',
  about: 'Connects to an address with Chinese in its query that nobody encoded.',
  needsHands: false,
  timeoutMs: QUICK_MS,
  async ask({ connect, until, sightingOf }) {
    const link = connect({ do: 'echo', text: '你好' })
    await until(() => link.has('open') || link.has('error') || link.has('fail'), OPEN_MS)
    const seen = await sightingOf(link)
    return {
      answer: {
        isOpen: link.has('open'),
        failures: link.story().filter(({ event }) => event === 'error' || event === 'fail'),
        arrived: seen === null ? null : seen.url.slice(seen.url.indexOf('text=') + 5),
      },
    }
  },
}

export const openingQuestions: readonly Question[] = [opening, protocols, header, address]
