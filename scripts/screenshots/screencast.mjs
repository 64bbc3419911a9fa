/** The browser's own recording of a page: a frame whenever something changed, with its time. */

/** @typedef {{ png: Buffer, atMs: number }} Frame */

/**
 * Resolves when the first frame is there.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<{ stop: () => Promise<readonly Frame[]> }>} `stop` gives the frames, in order
 */
export async function startScreencast(page) {
  const session = await page.context().newCDPSession(page)
  /** @type {Frame[]} */
  const frames = []
  const first = new Promise((resolve) => {
    session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      // It sends the next one only when it hears that this one has come.
      void session.send('Page.screencastFrameAck', { sessionId })
      const seconds = metadata.timestamp
      if (seconds === undefined) throw new Error('a frame of the screencast has no time')
      frames.push({ png: Buffer.from(data, 'base64'), atMs: seconds * 1000 })
      resolve(undefined)
    })
  })
  await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 })
  await first
  return {
    async stop() {
      await session.send('Page.stopScreencast')
      await session.detach()
      return frames.sort((a, b) => a.atMs - b.atMs)
    },
  }
}
