/** One `SocketTask` as a {@link Link}, whatever the host does with it (rules C1–C5, C9, S5). */
import type { Failure, Link, LinkEvent, LinkRequest, SocketData } from '../../core/ports'
import type { NativeSockets, Slot } from '../native-sockets'
import type {
  WxConnectSocketOptions,
  WxFailure,
  WxSocketClose,
  WxHost,
  WxSocketOpen,
  WxSocketTask,
} from '../wx/wx-host'

const noop = (): void => undefined

/** What a host reports or throws, in our words. */
function toFailure(raw: unknown): Failure {
  const { errMsg, errno, errCode = errno, message } = Object(raw) as WxFailure & Partial<Error>
  return { text: String(errMsg || message || raw), errno: errno || errCode, raw }
}

/** Whether a host answers with a promise, of whatever realm. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (Object(value) as Partial<PromiseLike<unknown>>).then === 'function'

/** Calls the host; `failed` hears at most once, of a throw, a rejected promise, or the `fail` it is handed (S5). */
function callHost(
  call: (callbacks: { success: () => void; fail: (raw: unknown) => void }) => unknown,
  failed: (raw: unknown) => void,
  success = noop,
): unknown {
  const fail = (raw: unknown): void => {
    const first = failed
    failed = noop
    first(raw)
  }
  try {
    const returned = call({ success, fail })
    // Some clients return a promise although the documents say otherwise; unheard, it is an uncaught error.
    if (isThenable(returned)) returned.then(success, fail)
    return returned
  } catch (thrown) {
    fail(thrown)
    return null
  }
}

/** Asks the host for a socket as soon as one more fits (R12). */
export function openNativeLink(
  host: WxHost,
  sockets: NativeSockets,
  { target, connectTimeoutMs, closeTimeoutMs, host: options }: LinkRequest,
  tell: (event: LinkEvent) => void,
  received: (data: SocketData) => void,
): Link {
  let task: WxSocketTask | null = null
  let slot: Slot | null = null
  let stage: 'new' | 'open' | 'over' = 'new'
  let closeTask: (() => void) | null = null

  const over = (): void => {
    stage = 'over'
    if (slot) slot.release()
  }

  const errored = (raw: unknown): void => {
    // Before the open the socket never was; after it the host still owes a close (R10).
    if (stage === 'new') over()
    tell({ type: 'link-errored', failure: toFailure(raw) })
  }

  const opened = ({ header, profile }: WxSocketOpen): void => {
    stage = 'open'
    // Closing a task that is still connecting has no effect on some clients: again, now that it is open (C4).
    if (closeTask) closeTask()
    tell({ type: 'link-opened', url: target.url, header, profile })
  }

  const listen = (made: WxSocketTask): void => {
    made.onOpen((open) => opened(Object(open) as WxSocketOpen))
    made.onMessage((message) => {
      // A frame proves the link: a task that came by promise may have missed its onOpen (C9).
      if (stage === 'new') opened({})
      received(message && message.data)
    })
    made.onError(errored)
    made.onClose((close) => {
      const { code, reason } = Object(close) as WxSocketClose
      if (/interrupted/i.test(String(reason))) sockets.reportCut()
      over()
      tell({ type: 'link-closed', code, reason })
    })
  }

  const adopt = (made: unknown): void => {
    if (isThenable(made)) {
      made.then(adopt, noop)
      return
    }
    task = made as WxSocketTask
    try {
      listen(task)
    } catch {
      task = null
      if (stage === 'new') errored('connectSocket returned no SocketTask')
    }
    if (closeTask) closeTask()
  }

  const cancel = sockets.request((granted) => {
    slot = granted
    tell({ type: 'link-requested' })
    const request = { ...options, ...target, timeout: connectTimeoutMs } as WxConnectSocketOptions
    adopt(callHost((callbacks) => host.connectSocket({ ...request, ...callbacks }), errored))
  }, closeTimeoutMs)

  return {
    send(data, failed, taken) {
      callHost((callbacks) => (task as WxSocketTask).send({ data, ...callbacks }), failed, taken)
    },
    close(code, reason) {
      if (closeTask) return
      closeTask = () => {
        const closing = task
        if (closing) callHost((callbacks) => closing.close({ code, reason, ...callbacks }), noop)
      }
      cancel()
      if (stage === 'over') return
      if (slot) slot.closing()
      closeTask()
    },
  }
}
