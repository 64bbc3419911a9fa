/** The tables between `numbers:begin` and `numbers:end` in the READMEs, taken from bench/RESULTS.md. */
import { type Table, parseTables } from './markdown'

export type Language = 'en' | 'zh'

/** A word of bench/RESULTS.md, or of a row's name, in Chinese. */
const CHINESE: Readonly<Record<string, string>> = {
  policy: '策略',
  'batching on': '合并',
  'batching off': '不合并',
  'messages that came, of 6,000': '收到的消息（应有 6,000 条）',
  'setData calls': 'setData 次数',
  'bytes of data for each message': '每条消息的数据量，字节',
  'main thread: script': '主线程：脚本',
  'main thread: everything': '主线程：总计',
  'frames a second': '每秒帧数',
  'connections/s at the peak, down 3 s': '峰值每秒连接数，停机 3 s',
  '99 % back after, down 3 s': '99 % 恢复用时，停机 3 s',
  'connections/s at the peak, down 30 s': '峰值每秒连接数，停机 30 s',
  '99 % back after, down 30 s': '99 % 恢复用时，停机 30 s',
  defaults: '默认',
  'minified, bytes': '压缩后（minify），字节',
  'behavior.js, minified and gzipped, bytes': 'behavior.js，压缩后再 gzip，字节',
  'socket-status, minified and gzipped, bytes': 'socket-status，压缩后再 gzip，字节',
  'minified and gzipped, bytes': '压缩后再 gzip，字节',
  'one message, V8': '每条消息耗时，V8',
  'one message, JavaScriptCore without JIT': '每条消息耗时，JavaScriptCore 无 JIT',
  'timer calls per message': '每条消息的定时器调用次数',
  'heap grown by 10,000 reconnects, bytes': '重连 10,000 次后堆内存增长，字节',
  'attempts in 60 s, server down': '服务端宕机，60 s 内尝试次数',
  'attempts in 10 min': '10 分钟内尝试次数',
  'stops, event': '停止，并有事件',
  'stops silently': '停止，没有通知',
  'goes on': '继续',
  'first attempt after a drop': '断线后首次尝试',
  'silent peer noticed after': '发现对端无响应',
  'silent peer replaced after': '无响应的连接被替换',
  'unanswered connect replaced after': '连接无应答，换新连接',
  never: '从不',
  'delivered of 10 sent in an outage': '断线期间发 10 条，送到',
  'left after close() in back-off': '等待重连时 close()，遗留连接',
  'left after close() mid-retry': '重连途中 close()，遗留连接',
  'sockets, accept-then-close, limit 3': '连上即断，上限 3，共建连接',
  'and on': '且不停',
  'most sockets at once': '同时存在的最多连接',
}

const LIBRARIES = [
  'miniprogram-socket',
  'websocket-heartbeat-miniprogram',
  'reconnecting-websocket',
  'partysocket',
  'mp-websocket',
]

/** The blocks of a README, in order. */
export function numberBlocks(results: string, language: Language): readonly string[] {
  const tables = parseTables(results)
  const say = (text: string): string => (language === 'en' ? text : inChinese(text))
  return [
    stormTable(tables, say),
    costTable(tables, say),
    tickerTable(tables, say),
    behaviourTable(tables, say),
  ]
}

function inChinese(text: string): string {
  const found = CHINESE[text]
  if (found !== undefined) return found
  return text
    .replace(/, defaults$/, '，默认')
    .replace(/ and on$/, '，且不停')
    .replace(/, (exponentialBackoff|linearBackoff)/, '，$1')
}

type Say = (text: string) => string

const render = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`)
  return lines.join('\n')
}

function tableAbout(tables: readonly Table[], title: string): Table {
  const found = tables.find(({ heading }) => heading.startsWith(title))
  if (found === undefined) throw new Error(`bench/RESULTS.md has no section ${title}`)
  return found
}

/** The cell of a library in a column; `–` where it was not measured. */
function cellOf(table: Table, library: string, column: string): string {
  const index = table.head.indexOf(column)
  if (index < 0) throw new Error(`"${table.heading}" has no column ${column}`)
  const row = table.rows.find(([name = '']) => name.split(' ')[0] === library)
  return row?.[index] ?? '–'
}

function stormTable(tables: readonly Table[], say: Say): string {
  const [short, long] = ['down 3 s', 'down 30 s'].map((down) =>
    tables.find(({ heading }) => heading.startsWith('Restart') && heading.endsWith(down)),
  )
  if (!short || !long) throw new Error('bench/RESULTS.md has no two restarts')
  const peak = short.head.indexOf('connections/s at the peak')
  const back = short.head.indexOf('99 % back after (s)')
  const isShown = ([label = '']: readonly string[]) =>
    LIBRARIES.some((library) => label.startsWith(`${library} `))
  const head = ['policy']
  for (const down of ['down 3 s', 'down 30 s'])
    head.push(`connections/s at the peak, ${down}`, `99 % back after, ${down}`)
  const rows = short.rows.filter(isShown).map((row) => {
    const [label = ''] = row
    const other = long.rows.find(([name]) => name === label) ?? []
    return [say(label), row[peak], `${row[back]} s`, other[peak], `${other[back]} s`].map(String)
  })
  return render([head.map(say), ...rows])
}

function costTable(tables: readonly Table[], say: Say): string {
  const size = tableAbout(tables, 'Size')
  const v8 = tableAbout(tables, 'Cost of one inbound message, V8')
  const jsc = tableAbout(tables, 'Cost of one inbound message, JavaScriptCore')
  const timers = tableAbout(tables, 'Timer calls')
  const pages = tableAbout(tables, 'Pages: size')
  const soak = tableAbout(tables, 'Soak')
  const grown = soak.rows.find(([name]) => name === 'after 10,000 reconnects')
  const heap = grown?.[soak.head.indexOf('difference')] ?? '–'
  const row = (name: string, table: Table, column: string): string[] => [
    say(name),
    ...LIBRARIES.map((library) => cellOf(table, library, column)),
  ]
  /** A row that the others have nothing for. */
  const ours = (name: string, value: string): string[] => [
    say(name),
    value,
    ...LIBRARIES.slice(1).map(() => '–'),
  ]
  const sizeOf = (part: string): string[] =>
    ours(`${part}, minified and gzipped, bytes`, cellOf(pages, part, 'gzipped'))
  return render([
    ['', ...LIBRARIES],
    row('minified and gzipped, bytes', size, 'gzipped'),
    row('minified, bytes', size, 'minified'),
    sizeOf('behavior.js'),
    sizeOf('socket-status'),
    row('one message, V8', v8, 'text 64'),
    row('one message, JavaScriptCore without JIT', jsc, 'text 64'),
    row('timer calls per message', timers, 'calls per message'),
    ours('heap grown by 10,000 reconnects, bytes', heap),
  ])
}

/** A page with many messages, with batching and without; and what the parts for pages weigh. */
function tickerTable(tables: readonly Table[], say: Say): string {
  const calls = tableAbout(tables, 'Ticker: setData')
  const thread = tableAbout(tables, 'Ticker: the main thread')
  const ways = ['batching on', 'batching off']
  const row = (name: string, { head, rows }: Table, column: RegExp): string[] => {
    const index = head.findIndex((text) => column.test(text))
    if (index < 0) throw new Error(`bench/RESULTS.md has no column ${String(column)}`)
    return [say(name), ...ways.map((way) => rows.find(([label]) => label === way)?.[index] ?? '–')]
  }
  return render([
    ['', ...ways.map(say)],
    row('messages that came, of 6,000', calls, /^messages \(6,000 due\)$/),
    row('setData calls', calls, /^setData calls$/),
    row('bytes of data for each message', calls, /^bytes per message$/),
    row('main thread: script', thread, /^script$/),
    row('main thread: everything', thread, /^busy$/),
    row('frames a second', thread, /^frames a second$/),
  ])
}

function behaviourTable(tables: readonly Table[], say: Say): string {
  const policy = tableAbout(tables, 'Reconnecting and dead links')
  const leftovers = tableAbout(tables, 'Messages and leftovers')
  const libraries = LIBRARIES.filter((library) =>
    policy.rows.some(([name = '']) => name.startsWith(`${library} `)),
  )
  const row = (name: string, table: Table, column: string): string[] => [
    say(name),
    ...libraries.map((library) => say(cellOf(table, library, column))),
  ]
  const tenMinutes = libraries.map((library) => {
    const [attempts, then] = ['in 10 min', 'then'].map((column) => cellOf(policy, library, column))
    return `${attempts}; ${say(then ?? '')}`
  })
  return render([
    ['', ...libraries],
    row('attempts in 60 s, server down', policy, 'attempts in 60 s, server down'),
    [say('attempts in 10 min'), ...tenMinutes],
    row('first attempt after a drop', policy, 'first attempt after a drop'),
    row('silent peer noticed after', policy, 'silent peer noticed after'),
    row('silent peer replaced after', policy, 'replaced after'),
    row('unanswered connect replaced after', policy, 'unanswered connect replaced after'),
    row('delivered of 10 sent in an outage', leftovers, 'delivered of 10'),
    row('left after close() in back-off', leftovers, 'left after close() in back-off'),
    row('left after close() mid-retry', leftovers, 'after close() mid-retry'),
    row('sockets, accept-then-close, limit 3', leftovers, 'accept-then-close'),
    row('most sockets at once', leftovers, 'most at once'),
  ])
}
