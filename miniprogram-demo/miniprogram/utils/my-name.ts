const KEY = 'name'

/**
 * The name under which this phone chats: the one that was asked for, else the one of the last launch, else a new one.
 * Unsent messages are kept under it, so it has to outlive the launch.
 */
export function myName(wanted: string): string {
  const name = wanted || wx.getStorageSync<string>(KEY) || `guest-${randomPart()}`
  wx.setStorageSync(KEY, name)
  return name
}

const randomPart = () => Math.random().toString(36).slice(2, 8)
