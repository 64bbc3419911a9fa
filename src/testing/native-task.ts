/** The face of a task that the script holds: `SocketTask`, with every call recorded. */
import { toFailure } from './failure'
import type { SendFault } from './fake-task'
import type { NativeEvents } from './native-events'
import type { TaskHost, TaskRecord } from './task-record'
import type { CloseOptions, SendOptions, SocketPayload, SocketTask } from './wx-types'

export function createNativeTask(
  record: TaskRecord,
  host: TaskHost,
  events: NativeEvents,
): SocketTask {
  const { listeners } = record
  return {
    send: (options) => send(record, host, events, options) as void,
    close: (options) => close(record, host, events, options ?? {}) as void,
    onOpen(listener) {
      listeners.open.add(listener)
      if (record.opensOnListen && record.state === 'connecting') events.open()
    },
    onMessage: (listener) => listeners.message.add(listener),
    onError: (listener) => listeners.error.add(listener),
    onClose: (listener) => listeners.close.add(listener),
  }
}

function send(
  record: TaskRecord,
  host: TaskHost,
  events: NativeEvents,
  options: SendOptions,
): unknown {
  const { profile, callbacks, time } = host
  const data = copyPayload(options.data)
  const fault = takeSendFault(record) ?? findSendFault(record, options.data, profile)
  if (fault !== null) {
    const failure = toFailure(fault.failure ?? profile.texts.sendNotOpen)
    record.sendCalls.push({ data, outcome: fault.how === 'throw' ? 'threw' : 'failed' })
    if (fault.how === 'throw') throw new Error(failure.errMsg)
    return callbacks.failLoudly(options, failure, fault.afterMs)
  }
  const { sendLimit } = profile
  if (sendLimit !== null && countBytes(data) > sendLimit.maxBytes) {
    const { failure, close } = sendLimit
    record.sendCalls.push({ data, outcome: failure === null ? 'sent' : 'failed' })
    if (close !== null) time.after(0, () => events.close(close.code, close.reason))
    if (failure !== null) return callbacks.failLoudly(options, failure)
  } else {
    record.sendCalls.push({ data, outcome: 'sent' })
    record.sent.push(data)
    record.wire?.send(data)
    // A server answers later, never inside the call that sends.
    if (record.outbound.count > 0) time.after(0, () => record.outbound.emit(data))
  }
  return callbacks.succeed(options, { errMsg: 'sendSocketMessage:ok' })
}

/** As UTF-8, which is how text travels. */
function countBytes(data: SocketPayload): number {
  if (typeof data !== 'string') return data.byteLength
  let bytes = data.length
  for (let index = 0; index < data.length; index += 1) {
    const unit = data.charCodeAt(index)
    const isHalfOfFour = unit >= 0xd800 && unit <= 0xdfff
    if (unit > 0x7f) bytes += unit > 0x7ff && !isHalfOfFour ? 2 : 1
  }
  return bytes
}

function takeSendFault(record: TaskRecord): SendFault | null {
  const planned = record.sendFault
  if (planned === null || planned.left <= 0) return null
  planned.left -= 1
  return planned.fault
}

function findSendFault(
  record: TaskRecord,
  data: unknown,
  { sendsViews, texts }: TaskHost['profile'],
): SendFault | null {
  if (record.state !== 'open') return { failure: texts.sendNotOpen }
  if (typeof data === 'string' || isBuffer(data)) return null
  return sendsViews && ArrayBuffer.isView(data) ? null : { failure: texts.sendNoView }
}

function close(
  record: TaskRecord,
  host: TaskHost,
  events: NativeEvents,
  options: CloseOptions,
): unknown {
  const { profile, callbacks, time } = host
  const { code = 1000, reason = '' } = options
  record.closeCalls.push({ code, reason })

  const isCodeAllowed = code === 1000 || (code >= 3000 && code <= 4999)
  if (profile.checksCloseCode && !isCodeAllowed) {
    return callbacks.failLoudly(options, { errMsg: profile.texts.closeBadCode })
  }
  const canClose =
    record.state === 'open' ||
    (record.state === 'connecting' && profile.closeWhileConnecting === 'closed')
  if (!canClose) return callbacks.failLoudly(options, { errMsg: profile.texts.closeNotOpen })

  record.cancelConnectTimeout()
  record.state = 'closing'
  if (record.wire !== null) record.wire.close(code, reason)
  else {
    time.after(profile.closeDelayMs, () => {
      if (record.state === 'closing' && !record.silent) events.close(code, reason)
    })
  }
  return callbacks.succeed(options, { errMsg: 'closeSocket:ok' })
}

/** A sender may reuse its buffer: what was handed over is kept as it was then. */
function copyPayload(data: unknown): SocketPayload {
  if (isBuffer(data)) return data.slice(0)
  if (ArrayBuffer.isView(data)) {
    const bytes = new Uint8Array(data.byteLength)
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    return bytes.buffer
  }
  return data as string
}

/** By its tag: a test's realm and the fake's may have different `ArrayBuffer`s. */
function isBuffer(data: unknown): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]'
}
