/** Server-sent events: what the panel is told without asking. */

/** @typedef {ReturnType<typeof createEventStream>} EventStream */

/** @param {() => object} greeting what each new listener is told first */
export function createEventStream(greeting) {
  /** @type {Set<import('node:http').ServerResponse>} */
  const listeners = new Set()

  /** @type {(event: object) => string} */
  const format = (event) => `data: ${JSON.stringify(event)}\n\n`

  return {
    /** @param {import('node:http').ServerResponse} response */
    add(response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write(format(greeting()))
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
    },
    /** @param {object} event */
    tell(event) {
      for (const response of listeners) response.write(format(event))
    },
    close() {
      for (const response of listeners) response.end()
      listeners.clear()
    },
  }
}
