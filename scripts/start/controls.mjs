/** The demo server's buttons in the playground. */

const REFUSE_SECONDS = 8
const GRACEFUL_SECONDS = 3
const SLOW_MS = 400

/**
 * @param {import('../../miniprogram-demo/server.js').DemoServer} server
 * @returns {import('../../playground/open-playground.mjs').Control[]}
 */
export function createControls(server) {
  let isDown = false
  let isSlow = false

  /** @type {(forget: boolean) => Promise<void>} */
  async function restart(forget) {
    if (!isDown) await server.kill()
    await server.restart({ forget })
    isDown = false
  }

  return [
    {
      id: 'kill',
      label: 'Kill',
      about:
        'Ends the process, as a crash does: every link breaks, nobody listens until it is restarted.',
      isOn: () => isDown,
      async act() {
        await server.kill()
        isDown = true
        return 'killed: it is down until it is restarted'
      },
    },
    {
      id: 'restart',
      label: 'Restart',
      about: 'Starts it again with what it knew; first kills it if it runs.',
      async act() {
        await restart(false)
        return 'restarted, with what it knew'
      },
    },
    {
      id: 'graceful',
      label: 'Graceful restart',
      about: `Restarts as a deployment should: everybody is told to come back within ${GRACEFUL_SECONDS} s.`,
      async act() {
        if (isDown) return 'it is down: restart it first'
        await server.graceful(GRACEFUL_SECONDS)
        return `restarted; everybody was told to come back within ${GRACEFUL_SECONDS} s`
      },
    },
    {
      id: 'forget',
      label: 'Forget',
      about: 'Restarts it without its memory: rooms, receipts and sessions are gone.',
      async act() {
        await restart(true)
        return 'restarted without its memory'
      },
    },
    {
      id: 'freeze',
      label: 'Freeze',
      about: 'Falls silent on the links that are open now, without closing them.',
      act() {
        server.freeze()
        return `silent on ${count(server.links())}`
      },
    },
    {
      id: 'thaw',
      label: 'Thaw',
      about: 'Answers on the frozen links again.',
      act() {
        server.thaw()
        return 'answers on every link again'
      },
    },
    {
      id: 'kick',
      label: 'Kick',
      about: 'Closes every link with 4501, which is final: the phones stay away.',
      act() {
        const links = count(server.links())
        server.kick('from the playground')
        return `kicked ${links} with 4501`
      },
    },
    {
      id: 'refuse',
      label: `Refuse ${REFUSE_SECONDS} s`,
      about: `Answers new links with 503 for ${REFUSE_SECONDS} s; open ones stay.`,
      act() {
        server.refuse(REFUSE_SECONDS)
        return `new links are answered with 503 for ${REFUSE_SECONDS} s`
      },
    },
    {
      id: 'slow',
      label: `Slow ${SLOW_MS} ms`,
      about: `Every frame takes ${SLOW_MS} ms longer, in order.`,
      isOn: () => isSlow,
      act() {
        isSlow = !isSlow
        server.slow(isSlow ? SLOW_MS : 0)
        return isSlow ? `every frame takes ${SLOW_MS} ms longer` : 'at full speed again'
      },
    },
  ]
}

/** @type {(links: number) => string} */
const count = (links) => `${links} ${links === 1 ? 'link' : 'links'}`
