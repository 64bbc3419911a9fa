/** The table of prices, and which of its data paths a price changes. */

/** A price from the server (see server/ticker.js). */
export interface Tick {
  readonly type: 'tick'
  readonly symbol: string
  readonly price: number
  /** Per cent since the stream began. */
  readonly change: number
}

/** A row of the table. */
export interface Instrument {
  symbol: string
  price: string
  change: string
  /** Where the price went last. */
  way: 'up' | 'down' | ''
  /** What the change is. */
  sum: 'gain' | 'loss'
}

/** The instruments of this server; the table is as long from the beginning, so that it does not grow under the finger. */
const SYMBOLS =
  'ALDER ASPEN BEECH BIRCH CEDAR EBONY ELDER FIR HAZEL HOLLY LARCH LIME MAPLE OAK OLIVE PALM PINE ROWAN TEAK YEW'.split(
    ' ',
  )

/** A table without prices. */
export const emptyTable = (): Instrument[] =>
  SYMBOLS.map((symbol) => ({ symbol, price: '–', change: '', way: '', sum: 'gain' }))

/** Keeps the prices that are known, and says what changed in the words of `setData`. */
export interface Book {
  /** The data paths that a price changes, with their values; none for an instrument that is not in the table. */
  take(tick: Tick): Record<string, string>
}

/** A book of the table that is at `rows` in the data. */
export function createBook(): Book {
  const places = new Map(SYMBOLS.map((symbol, index) => [symbol, index]))
  const rows = emptyTable()
  const prices: number[] = []

  return {
    take({ symbol, price, change }) {
      const place = places.get(symbol)
      const row = place === undefined ? undefined : rows[place]
      if (place === undefined || !row) return {}
      const last = prices[place] ?? price
      prices[place] = price
      const next: Omit<Instrument, 'symbol'> = {
        price: price.toFixed(2),
        change: `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(2)} %`,
        way: price === last ? row.way : price > last ? 'up' : 'down',
        sum: change < 0 ? 'loss' : 'gain',
      }
      const changed = (['price', 'change', 'way', 'sum'] as const).filter(
        (name) => row[name] !== next[name],
      )
      Object.assign(row, next)
      return Object.fromEntries(changed.map((name) => [`rows[${place}].${name}`, next[name]]))
    },
  }
}
