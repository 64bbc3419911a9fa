/** The log on the screen: what was done at the panel and what the phones said to it, to be filtered and copied. */
import { button, element } from './dom'
import { clockTime, isShown, toText, type Entry, type Filter, type Kind, type Log } from './log'

/** As many rows as a person may scroll through; the log keeps more. */
const MAX_ROWS = 400
/** Longer texts are cut off: two lines. */
const MAX_TEXT = 64

const KIND_LABELS: { readonly [K in Kind]: string } = {
  action: 'Panel',
  socket: 'Sockets',
  state: 'States',
  page: 'Pages',
  data: 'setData',
  error: 'Errors',
}
/** setData alone is more than all the others together. */
const HIDDEN_AT_FIRST: readonly Kind[] = ['data']

export function createTimeline(log: Log, names: readonly string[]): HTMLElement {
  const list = element('ol', { class: 'entries', tabindex: 0, 'aria-label': 'What happened' })
  const empty = element('p', { class: 'hint empty' }, 'Nothing yet.')
  let filter: Filter = {
    kinds: new Set(kinds().filter((kind) => !HIDDEN_AT_FIRST.includes(kind))),
    who: '',
    text: '',
  }
  const drawing = createDrawing(list, () => filter)
  const draw = () => {
    drawing.all(log.entries)
    empty.hidden = list.childElementCount > 0
  }
  const change = (patch: Partial<Filter>) => {
    filter = { ...filter, ...patch }
    draw()
  }
  log.onChange((entry) => {
    if (entry) drawing.add(entry, () => (empty.hidden = list.childElementCount > 0))
    else draw()
  })

  return element(
    'section',
    { class: 'card timeline', 'aria-label': 'Timeline' },
    element(
      'header',
      { class: 'card-head' },
      element('h2', {}, 'Timeline'),
      createCopyButton(() => toText(log.entries.filter((entry) => isShown(entry, filter)))),
      button('Clear', { className: 'button quiet' }, () => log.clear()),
    ),
    element(
      'div',
      { class: 'filters' },
      createKindFilters(() => filter.kinds, change),
      createWhoFilter([...names, 'server'], change),
      createTextFilter(change),
    ),
    list,
    empty,
  )
}

const kinds = () => Object.keys(KIND_LABELS) as Kind[]

/** Rows are made once per frame, however many entries there were since the last one. */
function createDrawing(list: HTMLElement, filter: () => Filter) {
  const rows = new Map<number, HTMLElement>()
  let waiting = new Map<number, Entry>()
  let isScheduled = false

  function put(entry: Entry): void {
    const row = toRow(entry)
    const before = rows.get(entry.id)
    if (before) before.replaceWith(row)
    else list.append(row)
    rows.set(entry.id, row)
  }

  function trim(): void {
    for (const [id, row] of rows) {
      if (rows.size <= MAX_ROWS) return
      row.remove()
      rows.delete(id)
    }
  }

  function flush(): void {
    isScheduled = false
    // Who scrolled up is reading.
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 24
    const newest = [...waiting.values()].slice(-MAX_ROWS)
    waiting = new Map()
    for (const entry of newest) put(entry)
    trim()
    if (isAtEnd) list.scrollTop = list.scrollHeight
  }

  return {
    add(entry: Entry, done: () => void) {
      if (!isShown(entry, filter())) return
      waiting.set(entry.id, entry)
      if (isScheduled) return
      isScheduled = true
      requestAnimationFrame(() => {
        flush()
        done()
      })
    },
    all(entries: readonly Entry[]) {
      waiting = new Map()
      rows.clear()
      list.replaceChildren()
      const shown = entries.filter((entry) => isShown(entry, filter()))
      for (const entry of shown.slice(-MAX_ROWS)) put(entry)
      list.scrollTop = list.scrollHeight
    },
  }
}

function toRow({ atMs, who, kind, text, count }: Entry): HTMLElement {
  return element(
    'li',
    { class: 'entry', 'data-kind': kind },
    element('time', { datetime: new Date(atMs).toISOString() }, clockTime(atMs)),
    element('span', { class: 'entry-who' }, who),
    describe(kind, text),
    count > 1 ? element('span', { class: 'entry-count' }, `×${count}`) : null,
  )
}

/** What is long is cut off, and opens; of an error, every word counts. */
function describe(kind: Kind, text: string): HTMLElement {
  if (kind === 'error' || text.length <= MAX_TEXT)
    return element('span', { class: 'entry-text' }, text)
  return element(
    'details',
    { class: 'entry-text' },
    element('summary', {}, `${text.slice(0, MAX_TEXT - 1)}…`),
    text,
  )
}

function createKindFilters(
  chosen: () => ReadonlySet<Kind>,
  change: (patch: Partial<Filter>) => void,
): HTMLElement {
  const chips = kinds().map((kind) => {
    const chip = button(KIND_LABELS[kind], { className: 'chip' }, () => {
      const next = new Set(chosen())
      if (!next.delete(kind)) next.add(kind)
      chip.setAttribute('aria-pressed', String(next.has(kind)))
      change({ kinds: next })
    })
    chip.dataset['kind'] = kind
    chip.setAttribute('aria-pressed', String(chosen().has(kind)))
    return chip
  })
  return element('div', { class: 'chips', role: 'group', 'aria-label': 'Shown kinds' }, ...chips)
}

function createWhoFilter(
  names: readonly string[],
  change: (patch: Partial<Filter>) => void,
): HTMLElement {
  const list = element(
    'select',
    { class: 'list', 'aria-label': 'Whose entries' },
    element('option', { value: '' }, 'Everybody'),
    ...names.map((name) => element('option', { value: name }, name)),
  )
  list.addEventListener('change', () => change({ who: list.value }))
  return list
}

function createTextFilter(change: (patch: Partial<Filter>) => void): HTMLElement {
  const field = element('input', {
    type: 'search',
    class: 'field',
    placeholder: 'Filter',
    'aria-label': 'Only entries with this text',
  })
  field.addEventListener('input', () => change({ text: field.value.trim() }))
  return field
}

function createCopyButton(read: () => string): HTMLButtonElement {
  const copy = button('Copy', { about: 'Copies what is shown.', className: 'button quiet' }, () => {
    const say = (word: string) => {
      copy.textContent = word
      setTimeout(() => (copy.textContent = 'Copy'), 1_500)
    }
    navigator.clipboard.writeText(read()).then(
      () => say('Copied'),
      () => say('Not allowed'),
    )
  })
  copy.setAttribute('aria-live', 'polite')
  return copy
}
