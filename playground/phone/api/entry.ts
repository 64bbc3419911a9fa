/** `wx.getLaunchOptionsSync` and `wx.getEnterOptionsSync`: how the mini-program was opened. */
import type { EntryOptions, WxParts } from '../ports'

export function createEntryApi(entry: WxParts['entry']) {
  return {
    getLaunchOptionsSync: () => describeEntry(entry.launch),
    getEnterOptionsSync: () => describeEntry(entry.enter),
  }
}

/** In the shape of `LaunchOptionsApp`, as `App.onLaunch`, `App.onShow` and `wx.onAppShow` get it. */
export function describeEntry({ path, query, scene }: EntryOptions) {
  return {
    path,
    query: { ...query },
    scene,
    referrerInfo: {},
    apiCategory: 'default',
    forwardMaterials: [],
    hostExtraData: {},
  }
}
