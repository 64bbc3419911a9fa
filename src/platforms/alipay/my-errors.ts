/** Alipay's numbers in words: a task's `onError` carries the number alone. */
import type { WxFailure } from '../wx/wx-host'
import type { MyFailure } from './my-host'

/**
 * Documented, most of them: AlipayDocs/open-docs my.connectSocket.md and my.onSocketError.md, 2022-12; 7, 9, 10 and 11
 * stood there until AlipayDocs/open-docs#2162. "timed out" is also how the core tells a timeout.
 */
const MEANINGS: Readonly<Record<number, string>> = {
  1: 'unknown error',
  2: 'invalid parameters',
  3: 'no url, or the socket exists already',
  4: 'the url is not understood',
  5: 'the url must begin with ws or wss',
  6: 'the connection timed out',
  7: 'the certificate of the server is not valid',
  8: 'invalid Sec-WebSocket-Accept response',
  9: 'the server chose a sub-protocol that was not asked for',
  10: 'the connection is not open',
  11: 'the message could not be sent',
  12: 'no memory to read the data',
  20: 'ws is not supported, use wss',
  50: 'unknown error (no network)',
  65: 'unknown error (the host name is not valid)',
}

/**
 * How the Android client refuses one socket too many, with the number 3 like other things.
 * It says "exceed each tiny app max socket count" (com.alibaba.ariver.jsapi.websocket.WebSocketBridgeExtension, decompiled).
 */
const TOO_MANY = /exceed.*max socket/i

/** A failure in the words of wx, with everything it came with. */
export function toWxFailure(raw: unknown): WxFailure {
  const { error, errorMessage } = Object(raw) as MyFailure
  if (error === undefined && !errorMessage) return raw as WxFailure
  const text = errorMessage || MEANINGS[Number(error)] || `error ${String(error)}`
  return {
    ...(raw as object),
    errMsg: TOO_MANY.test(text) ? `${text} (exceed max)` : text,
    ...(error !== undefined && { errno: Number(error) }),
  }
}
