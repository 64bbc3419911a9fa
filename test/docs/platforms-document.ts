/** Writes docs/platforms.md from what the platforms say of their hosts. */
import { ALIPAY } from '../../src/platforms/alipay/known-alipay'
import { PLATFORM_EXCEPTIONS, type PlatformException } from '../../src/platforms/exceptions'
import { LOOK_ALIKES } from '../../src/platforms/host/known-hosts'
import type { KnownFact, KnownHost } from '../../src/platforms/known-host'
import { TARO } from '../../src/platforms/taro/known-taro'
import { UNI } from '../../src/platforms/uni/known-uni'
import { WEB } from '../../src/platforms/web/known-web'
import { WX, WX_CLIENTS } from '../../src/platforms/wx/known-wx'

/** Every host, in the order of the page. */
export const KNOWN_HOSTS: readonly KnownHost[] = [WX, ALIPAY, ...LOOK_ALIKES, TARO, UNI, WEB]

/** Who has an exception: hosts by their object, clients of wx by the profile that plays them. */
export function holdersOf(exception: PlatformException): readonly string[] {
  const clients = WX_CLIENTS.map(({ profile, exceptions }) => ({
    name: `${profile} (wx)`,
    exceptions,
  }))
  const hosts = KNOWN_HOSTS.map(({ object, exceptions }) => ({ name: object, exceptions }))
  return [...hosts, ...clients]
    .filter(({ exceptions }) => exceptions.includes(exception))
    .map(({ name }) => name)
}

const INTRODUCTION = `# Platforms

One socket, many hosts. Each platform passes the same contract (\`test/contracts\`); where its host does less, the exception
has a name, stands beside the platform in \`src/platforms\`, and the contract then tests what is left.

This page is written from that data, and a test fails when they differ
(\`WRITE_DOCS=1 npx jest --selectProjects house -- test/docs/platforms\` writes it).

**Nothing here was tried on a phone by us.** Each statement says who says so:

- *documented*: the host's own documents or types, or a standard;
- *read*: in a decompiled client, or in code that others run on the host, or run by us where the source is a test;
- *reported*: by users, or by a page of somebody else.

What was looked for and not found is listed as unknown; there the host is assumed to do what wx does on Android, and the socket's
own deadlines and heartbeat hold either way. The fake of \`miniprogram-socket/testing\` plays each host by these statements; see
[testing.md](testing.md#hosts).
`

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = row(...head.map(() => '---'))
  return row(...head) + rule + rows.map((cells) => row(...cells)).join('')
}

const code = (text: string): string => `\`${text}\``

const listOf = (names: readonly string[]): string => names.map(code).join(', ') || '–'

const sourceOf = ({ by, source, date }: KnownFact): readonly string[] => [by, source, date]

function overview(): string {
  return table(
    ['host', 'object', 'use', 'sockets at once', 'played by', 'exceptions'],
    KNOWN_HOSTS.map(({ title, object, use, maxSockets, profile, exceptions }) => [
      `[${title}](#${anchorOf(title)})`,
      code(object),
      code(use),
      maxSockets === null ? 'unknown' : `${maxSockets.fact} (${maxSockets.by})`,
      profile === 'none' ? '–' : code(profile),
      listOf(exceptions),
    ]),
  )
}

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-')

function exceptions(): string {
  const names = Object.keys(PLATFORM_EXCEPTIONS) as PlatformException[]
  return table(
    ['exception', 'what it means', 'where'],
    names.map((name) => [code(name), PLATFORM_EXCEPTIONS[name], holdersOf(name).join(', ')]),
  )
}

function section({ title, object, maxSockets, facts, unknown }: KnownHost): string {
  const limits = maxSockets ? [{ ...maxSockets, fact: `Sockets at once: ${maxSockets.fact}.` }] : []
  return `## ${title}

${table(
  ['known of ' + code(object), 'by', 'source', 'looked up'],
  [...limits, ...facts].map((known) => [known.fact, ...sourceOf(known)]),
)}
Unknown:

${unknown.map((what) => `- ${what}`).join('\n')}
`
}

/** The whole page. */
export const platformsDocument = (): string => `${INTRODUCTION}
${overview()}
Clients of wx that differ, and what frameworks make of wx, are played by profiles of their own.

## Exceptions

${exceptions()}
${KNOWN_HOSTS.map(section).join('\n')}`
