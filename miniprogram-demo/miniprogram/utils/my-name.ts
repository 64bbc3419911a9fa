const KEY = 'name'

/** What the server takes for a name. */
const NAME = /^[\w-]{1,24}$/

/**
 * The name under which this phone chats: the one that was asked for, else the one of the last launch, else a new one.
 * Unsent messages are kept under it, so it has to outlive the launch.
 */
export function myName(wanted: string): string {
  const name = wanted || wx.getStorageSync<string>(KEY) || `guest-${randomPart()}`
  keepName(name)
  return name
}

/** The next launch has this name too. */
export function keepName(name: string) {
  wx.setStorageSync(KEY, name)
}

/** Whether the server would let somebody of this name in. */
export const isName = (name: string) => NAME.test(name)

const randomPart = () => Math.random().toString(36).slice(2, 8)
