/** The official typings are assignable to the storage that the package asks for. */
import type { WxStorageHost } from '../../src/platforms/wx/wx-storage'

const host: WxStorageHost = wx

// @ts-expect-error a host without storage is none
const empty: WxStorageHost = {}

export { empty, host }
