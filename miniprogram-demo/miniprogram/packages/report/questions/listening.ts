/** Who hears what: a second listener on one task, and the listeners on `wx` itself. */
import type { Inquiry } from '../inquiry/create-inquiry'
import type { Question } from '../inquiry/question'

const ANSWER_MS = 4_000
const QUIET_MS = 500

type Heard = 'both' | 'the first' | 'the second' | 'neither'

const heardBy = (first: boolean, second: boolean): Heard => {
  if (first && second) return 'both'
  if (first) return 'the first'
  return second ? 'the second' : 'neither'
}

/** Registers twice for each event of one task; the inquiry's own listeners would blur it, so it has none. */
async function listenTwice({ port, until, pause }: Inquiry) {
  const heard = { open: [0, 0], message: [0, 0], close: [0, 0] }
  const link = { isOver: false }
  const url = `${port.server}/probe?do=close&code=4000&afterMs=200&first=hello&id=twice`
  const task = port.connectSocket({ url, success: () => undefined, fail: () => undefined })
  const { onOpen, onMessage, onClose, onError } = task as {
    [name: string]: (listener: () => void) => void
  }
  const twice = (on: typeof onOpen, counts: number[]) => {
    for (const at of [0, 1]) on?.call(task, () => void (counts[at] = (counts[at] ?? 0) + 1))
  }
  twice(onOpen, heard.open)
  twice(onMessage, heard.message)
  twice(onClose, heard.close)
  onError?.call(task, () => void (link.isOver = true))
  await until(() => link.isOver || heard.close.some((count) => count > 0), 2 * ANSWER_MS)
  await pause(QUIET_MS)
  const toHeard = ([first = 0, second = 0]: number[]) => heardBy(first > 0, second > 0)
  return {
    open: toHeard(heard.open),
    message: toHeard(heard.message),
    close: toHeard(heard.close),
  }
}

const secondListener: Question = {
  id: 'second-listener',
  title: 'Does a second listener join the first?',
  about: 'Listens twice for open, message and close of one task and counts who is called.',
  needsHands: false,
  timeoutMs: 20_000,
  ask: async (inquiry) => ({ answer: await listenTwice(inquiry) }),
}

const globalListener: Question = {
  id: 'global-listener',
  title: 'Whose messages reach wx.onSocketMessage?',
  about: 'Opens two links, lets both echo, and looks which of the two wx.onSocketMessage follows.',
  needsHands: false,
  timeoutMs: 30_000,
  async ask({ open, watchGlobals, until, pause }) {
    const [older, newer] = [await open(), await open()]
    const heard = new Set<unknown>()
    watchGlobals((event) => event.type === 'message' && heard.add(event.data))
    await older.send('from the older')
    await newer.send('from the newer')
    await until(() => older.messages.length > 0 && newer.messages.length > 0, ANSWER_MS)
    await pause(QUIET_MS)
    return {
      answer: { heard: heardBy(heard.has('from the older'), heard.has('from the newer')) },
    }
  },
}

export const listeningQuestions: readonly Question[] = [secondListener, globalListener]
