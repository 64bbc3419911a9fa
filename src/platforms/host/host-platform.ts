/** The hosts that look like `wx` as what the core asks of the world. */
import type { Ports } from '../../core/ports'
import {
  type SocketTranslation,
  createTranslatedPlatform,
} from '../socket-task/translated-platform'
import type { WxSocketTask } from '../wx/wx-host'
import type { LookAlikeClose, LookAlikeHost, LookAlikeTask } from './host-shape'

function readClose(close: LookAlikeClose | undefined): { code?: number; reason?: string } {
  const { code, reason } = Object(close) as LookAlikeClose
  return { ...(Number(code) && { code: Number(code) }), ...(reason && { reason }) }
}

const toWxTask = (task: LookAlikeTask): WxSocketTask => ({
  send: (options) => task.send(options),
  close: (options) => task.close(options),
  onOpen: (listener) => task.onOpen(listener),
  onMessage: (listener) => task.onMessage(listener),
  onError: (listener) => task.onError(listener),
  onClose: (listener) => task.onClose((close) => listener(readClose(close))),
})

const translation: SocketTranslation<LookAlikeHost, LookAlikeTask> = {
  // Said of Douyin and Kuaishou; assumed of the others, which may refuse sooner (known-hosts.ts): that is retried.
  maxSockets: 5,
  connect: (host, options) => host.connectSocket(options),
  toWxTask,
}

/** The ports of such a host. */
export const createHostPlatform = (host: LookAlikeHost): Ports =>
  createTranslatedPlatform(() => host, translation)
