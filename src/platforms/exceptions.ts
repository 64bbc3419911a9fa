/**
 * Where a platform does less than the contract of `test/contracts` asks for, because its host does. Each platform names
 * its own beside its code; docs/platforms.md lists them.
 */

/** Every exception there is, and what it means for an app. */
export const PLATFORM_EXCEPTIONS = {
  noCloseCode:
    'a close says neither code nor reason, so whatever ended it is told as 1006, cause `network`',
  noErrorText: 'an error after `connectSocket` is a number alone; its text is the documented one',
  noHandshake: 'an open says neither header nor profile',
  noProfile: 'an open says no handshake profile',
  noHeader: 'no header can be sent',
  noTimeout: 'the host is not told the connect timeout; the socket keeps its own',
  noHostOptions: 'the option `host` reaches nobody',
  noSocketLimit: 'the host sets no limit that is near, so no socket ever waits for another',
  noLifecycle: 'the host does not say that the app is hidden or shown',
  noGlobalClose: 'no end is reported outside of the socket it belongs to',
  noCutReason: 'no close says that it was a cut in the background',
  noBackgroundCut: 'nothing is cut in the background',
  cutToldByHost: 'a background cut is told by the host alone, never by the socket',
  missesEarlyOpen: 'an open in the tick of the call is not heard; the first frame proves it',
} as const

/** The name of an exception. */
export type PlatformException = keyof typeof PLATFORM_EXCEPTIONS
