/** What is known of the standard `WebSocket`. Chromium and the classes of Node were tried by us, other browsers not. */
import type { KnownHost } from '../known-host'

const STANDARD = 'websockets.spec.whatwg.org, The WebSocket interface'
const CHROMIUM = 'test/browser/web.test.ts, Chromium 156'
const NODE = 'test/integration/web.test.ts, ws 8.23 and undici 7.30'
const date = '2026-11-20'

export const WEB: KnownHost = {
  object: 'WebSocket',
  profile: 'none',
  title: 'Browsers and Node',
  use: "import { createSocket } from 'miniprogram-socket/web'",
  maxSockets: null,
  facts: [
    {
      fact: 'No header can be sent: the option `header` is E_OPTION at once, in an answer of the url function a failed attempt. `forWebSocket(WebSocket, { construct })` sends one with the classes of `ws` and undici.',
      by: 'documented',
      source: `${STANDARD}, constructor`,
      date,
    },
    {
      fact: 'Of the server’s answer only the sub-protocol and the extensions are shown; they are the `header` of the event `open`. There is no profile.',
      by: 'documented',
      source: `${STANDARD}, protocol and extensions`,
      date,
    },
    {
      fact: 'A failure has no text and no number, on purpose; the text says so. `ws` and undici give their own.',
      by: 'documented',
      source: `${STANDARD}, feedback from the protocol; ${NODE}`,
      date,
    },
    {
      fact: '`close()` while connecting fails the connection, and nothing opens any more.',
      by: 'documented',
      source: `${STANDARD}, close(); ${NODE}`,
      date,
    },
    {
      fact: '`send()` while closing drops the data without a word. The socket looks at `readyState` first, and keeps it for the next link.',
      by: 'documented',
      source: `${STANDARD}, send()`,
      date,
    },
    {
      fact: '`bufferedAmount` still says after the end how many bytes never left: those messages go out on the next link.',
      by: 'documented',
      source: `${STANDARD}, bufferedAmount; ${CHROMIUM}`,
      date,
    },
    {
      fact: '`ws` and undici put `bufferedAmount` back to 0 at the end: what was under way then is lost, as on wx.',
      by: 'read',
      source: 'ws 8.23.0, lib/websocket.js; undici 7.30.2, lib/web/websocket',
      date,
    },
    {
      fact: 'A page that is hidden, frozen or kept for the way "back" counts as hidden; one that "back" returns to has lost its link, and gets another at once.',
      by: 'documented',
      source: `developer.chrome.com/docs/web-platform/page-lifecycle-api; ${CHROMIUM}`,
      date,
    },
    {
      fact: 'Without a page (Node, a worker) the app is never hidden; without `online` and `offline` events (Node) the network is never lost before the link is.',
      by: 'documented',
      source: 'html.spec.whatwg.org, Page visibility and Browser state',
      date,
    },
    {
      fact: 'Node has the class from version 22 on; before, and with a header, a class is handed over: `forWebSocket(WebSocket)`.',
      by: 'documented',
      source: 'nodejs.org/docs/latest-v22.x/api/globals.html#class-websocket',
      date,
    },
    {
      fact: 'The options `host` and the connect timeout reach nobody; the socket keeps its own deadline.',
      by: 'documented',
      source: `${STANDARD}, constructor`,
      date,
    },
  ],
  unknown: [
    'Safari and Firefox: nothing was tried there',
    'how long a hidden tab keeps its link on a phone',
    'what `bufferedAmount` counts in Safari between a write and its acknowledgement',
  ],
  exceptions: [
    'noHandshake',
    'noHeader',
    'noTimeout',
    'noHostOptions',
    'noSocketLimit',
    'noGlobalClose',
    'noBackgroundCut',
    'noCutReason',
  ],
}
