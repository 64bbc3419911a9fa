/** The official typings are assignable to the parts of `wx` that the package asks for. */
import type { WxHost, WxSocketTask } from '../../src/platforms/wx/wx-host'

const host: WxHost = wx
const task: WxSocketTask = wx.connectSocket({ url: 'wss://example.com' })

// @ts-expect-error a host without connectSocket is none
const empty: WxHost = {}

export { empty, host, task }
