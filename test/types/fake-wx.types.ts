/** The fake can stand where the official typings say `wx` stands, as far as sockets, app life and network go. */
import type { WxHost } from '../../src/platforms/wx/wx-host'
import type { FakeWx } from '../../src/testing'

type Official = Pick<
  WechatMiniprogram.Wx,
  | 'connectSocket'
  | 'onSocketOpen'
  | 'onSocketMessage'
  | 'onSocketError'
  | 'onSocketClose'
  | 'sendSocketMessage'
  | 'closeSocket'
  | 'onAppShow'
  | 'offAppShow'
  | 'onAppHide'
  | 'offAppHide'
  | 'onNetworkStatusChange'
  | 'offNetworkStatusChange'
  | 'getNetworkType'
>

declare const fake: FakeWx['wx']
const official: Official = fake
const host: WxHost = fake

// As an app writes it, against the fake itself.
const task = fake.connectSocket({ url: 'wss://example.com', success: () => {}, fail: () => {} })
task.onOpen(({ header, profile }) => [header['Sec-WebSocket-Protocol'], profile.handshakeCost])
const type: Promise<{ networkType: string }> = fake.getNetworkType()
const nothing: void = fake.sendSocketMessage({ data: 'hello', fail: () => {} })

// @ts-expect-error a socket sends text or bytes
task.send({ data: 1 })
// @ts-expect-error there is no such API
fake.offSocketClose(() => {})

export { host, nothing, official, type }
