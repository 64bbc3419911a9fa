/** Writes docs/platforms.md from what the platforms say of their hosts. */
import { ALIPAY } from '../../src/platforms/alipay/known-alipay'
import { PLATFORM_EXCEPTIONS, type PlatformException } from '../../src/platforms/exceptions'
import { LOOK_ALIKES } from '../../src/platforms/host/known-hosts'
import type { KnownFact, KnownHost } from '../../src/platforms/known-host'
import { TARO } from '../../src/platforms/taro/known-taro'
import { UNI } from '../../src/platforms/uni/known-uni'
import { WEB } from '../../src/platforms/web/known-web'
import { QUESTIONS } from '../../miniprogram-demo/miniprogram/packages/report/questions/questions'
import { WX, WX_CLIENTS } from '../../src/platforms/wx/known-wx'
import { readReports } from '../device-reports/known-reports'

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

**Nothing here was tried on a phone by us**; [you can](#sending-a-report-from-a-phone). Each statement says who says so:

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

/** What a report asks, for who wants to know before. */
function questions(): string {
  return table(
    ['question', 'what is done', 'hands'],
    QUESTIONS.map(({ title, about, needsHands }) => [title, about, needsHands ? 'yes' : '']),
  )
}

function reports(): string {
  return table(
    ['file', 'made by', 'platform', 'where it comes from'],
    readReports().map(({ file, report: { source, host, from } }) => [
      `[${file}](../test/device-reports/reports/${file})`,
      source,
      host.platform,
      from,
    ]),
  )
}

const realReports = (): string => {
  const real = readReports().filter(({ report }) => report.source === 'phone')
  if (real.length > 0) return `${real.length} of them came from a phone.`
  return '**None of them came from a phone yet**: all were made on the fake, so that the way is proven before the first one comes.'
}

const sending = (): string => `## Sending a report from a phone

Much of this page is somebody else's word. A phone can settle it: the demo has a page that asks the host itself, without this
package between, and makes a text of the answers. It takes about three minutes, and the last questions need your hands.

1. On a computer in the same network as the phone, set the demo up as [its README](../miniprogram-demo/README.md) says, and start
   its server for that network: \`node server.js --host 0.0.0.0\` in \`miniprogram-demo\`. Whoever is in the network can reach
   it, so end it afterwards.
2. Open \`miniprogram-demo\` in the WeChat devtools with an appid of your own, and choose a compile mode with the launch query
   \`server=ws://<the computer's address>:8080\`.
3. Preview it on the phone. WeChat allows \`ws://\` to an address in the same network; if the phone refuses it all the same, switch
   debugging on (menu, "Open debug mode").
4. More, Device report, "Ask everything". Keep the page open; do what it asks, or skip it. One question can be asked again by
   itself.
5. Copy the report, and open an issue with it. In it are the platform, the system, the versions of WeChat and of the base
   library, the model, the day, the answers and how long each took: nothing of you, and no address.

What is asked:

${questions()}
Not asked: whether sockets work in a \`Worker\`, for which this package is not made, and the limits of hosts on which the demo does not run.

What becomes of it:

- It is checked in as \`test/device-reports/reports/<platform>-<model>.json\`, with a \`from\` that links to the issue.
- \`profileFrom\` of \`test/device-reports\` makes a host profile of it, and the tests there replay it: the fake \`wx\` with that
  profile must give the same answers to the same questions, and on it the platform contract and the socket's own promises must
  hold. An answer that the fake cannot give yet fails there, and then the fake learns it.
- What it settles moves on this page from "reported" or "unknown" to what was seen, with the report as its source.

The reports that are there. ${realReports()}

${reports()}`

/** The whole page. */
export const platformsDocument = (): string => `${INTRODUCTION}
${overview()}
Clients of wx that differ, and what frameworks make of wx, are played by profiles of their own.

## Exceptions

${exceptions()}
${KNOWN_HOSTS.map(section).join('\n')}
${sending()}`
