/** Where an implementation departs from the standard, as data. docs/websocket.md shows the first table. */

export interface Difference {
  readonly name: string
  /** What the standard says. */
  readonly standard: string
  /** What happens instead. */
  readonly here: string
  /** Why. */
  readonly why: string
}

/** Our class. */
export const differences = [
  {
    name: 'no-blob',
    standard: '`binaryType` is `blob` first and can be changed; a `Blob` can be sent',
    here: '`binaryType` is always `arraybuffer`; sending a `Blob` throws `NotSupportedError`',
    why: 'A mini-program has no `Blob`',
  },
  {
    name: 'close-without-code',
    standard: '`close()` without a code sends an empty close frame; the event says 1005',
    here: 'Code 1000 is sent, and the event says 1000',
    why: 'The host sends 1000 when it is given none, and cannot leave it out',
  },
  {
    name: 'words-of-the-host',
    standard: 'Where the server gave no reason, `reason` is empty',
    here: "`reason` may be the host's own words, like `normal closure` or `abnormal closure`",
    why: 'What the server said and what the host added cannot be told apart',
  },
  {
    name: 'unanswered-protocols',
    standard: 'When a server takes none of the sub-protocols asked for, the connection fails',
    here: 'It opens, and `protocol` is the one asked for if there was exactly one, else empty',
    why: 'Hosts accept such an answer, and some do not show what the server answered',
  },
  {
    name: 'plain-addresses',
    standard:
      'The host of `url` becomes ASCII and IPv4 hosts get four parts; all odd characters are encoded',
    here:
      'A host beyond ASCII, or with `%`, is a `SyntaxError`: write it as `xn--…`. `127.1` and the characters ' +
      "`'`, `{`, `}`, `^`, `|` and the backtick stay as they are",
    why: 'A mini-program has no `URL`, and the tables behind it are larger than this package',
  },
  {
    name: 'error-event',
    standard: '`error` is a plain `Event`, which says nothing',
    here: '`error` is an `ErrorEvent`: `message`, and in `error` a `SocketError` with a `code`',
    why: 'A browser hides the cause from strangers; in your own app you need it',
  },
  {
    name: 'small-events',
    standard: 'Events also have `timeStamp`, `isTrusted`, `eventPhase`, `composedPath()` and more',
    here:
      'They have `type`, `target`, `currentTarget`, `bubbles`, `cancelable`, `defaultPrevented`, ' +
      'their three methods, and what is their own: `data`, `origin`, `code`, `reason`, `wasClean`',
    why: 'No client was found that reads the others on a socket, and each costs bytes',
  },
  {
    name: 'no-signal',
    standard: '`addEventListener` takes a `signal`',
    here: 'It is ignored',
    why: 'A mini-program has no `AbortController`',
  },
  {
    name: 'order-of-capturing',
    standard: 'Listeners with `capture` are called first',
    here: 'All are called in the order in which they were added; `capture` only tells them apart',
    why: 'A socket has no parents whose listeners could come in between',
  },
  {
    name: 'rounds-halves-up',
    standard: 'A close code halfway between two integers is the even one',
    here: 'It is the greater one',
    why: 'Nobody closes with 3000.5',
  },
  {
    name: 'shape-of-the-class',
    standard: 'Members are enumerable, own to `WebSocket.prototype`, and its tag is `WebSocket`',
    here: 'They are inherited and not enumerable, and there is no tag',
    why: 'Programs use members; only test suites list them',
  },
] as const satisfies readonly Difference[]

/** The reference, undici 7: what it gets wrong is no reason to change a statement. */
export const referenceFaults = [
  { name: 'takes-options-second', what: 'An object instead of sub-protocols is taken for options' },
  { name: 'case-of-protocols', what: 'Sub-protocols that differ in their case count as the same' },
  { name: 'resets-binary-type', what: 'A value that is not allowed sets binaryType to blob' },
  { name: 'forgets-late-sends', what: 'bufferedAmount does not rise while closing and closed' },
  { name: 'place-of-handlers', what: 'A handler that replaces another one goes to the end' },
  { name: 'untrusted-events', what: 'Events are dispatched as a script would, so are not trusted' },
  { name: 'error-event', what: 'error is an ErrorEvent that carries the reason' },
  { name: 'closes-in-the-call', what: 'close() while connecting tells error and close at once' },
  { name: 'handlers-are-listeners', what: 'A handler is a listener like any other' },
  { name: 'no-capture-shorthand', what: 'removeEventListener does not take true for capture' },
  { name: 'order-of-capturing', what: 'Capturing listeners are called in turn with the others' },
  {
    name: 'always-rounds-to-even',
    what: 'A close code between two integers is always the even one',
  },
  { name: 'ignores-bad-objects', what: 'A listener without handleEvent is passed over in silence' },
  {
    name: 'tells-the-first-alone',
    what: 'Every listener but the first finds currentTarget null, as after the dispatch',
  },
  { name: 'drops-byte-order-mark', what: 'A byte order mark at the beginning of a text is lost' },
] as const

export type DeviationName =
  (typeof differences)[number]['name'] | (typeof referenceFaults)[number]['name']

export const isDifference = (name: DeviationName): boolean =>
  differences.some((difference) => difference.name === name)
