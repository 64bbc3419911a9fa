/** How `my` says what went wrong: a number, and in `fail` a text. src/platforms/alipay/my-errors.ts has the sources. */
import type { Failure } from '../wx-types'

/** In the words that the fake uses inside, where the number is `errno`. */
export const alipayFailures = {
  unknown: { errMsg: 'Error Unknown', errno: 1 },
  badParameters: { errMsg: '接口参数无效', errno: 2 },
  exists: { errMsg: 'WebSocket is already existed', errno: 3 },
  tooMany: { errMsg: 'exceed each tiny app max socket count', errno: 3 },
  timedOut: { errMsg: '连接服务器超时', errno: 6 },
  badAnswer: { errMsg: 'Invalid Sec-WebSocket-Accept response.', errno: 8 },
  notOpen: { errMsg: '网络连接没有打开，无法发送消息', errno: 10 },
  noNetwork: { errMsg: 'unknown error', errno: 50 },
} as const satisfies { readonly [name: string]: Failure }

/** The number of a failure: its own, or that of its text. */
export function numberOf({ errMsg, errno }: Failure): number {
  const all: readonly Failure[] = Object.keys(alipayFailures).map(
    (name) => alipayFailures[name as keyof typeof alipayFailures],
  )
  const known = all.find((failure) => failure.errMsg === errMsg)
  return errno ?? known?.errno ?? alipayFailures.unknown.errno
}
