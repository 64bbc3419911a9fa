// @ts-nocheck: plain JavaScript, run by Node.
'use strict'

const { Refusal } = require('miniprogram-socket/server')

const DEFAULT_SECONDS = 8
const MAX_SECONDS = 600
const DEFAULT_BURST = 100
/** Less than the hub holds for a client that is away. */
const MAX_BURST = 500
/** A link that is slower than the client's patience is dead to it, and nobody could make it fast again. */
const MAX_SLOW_MS = 5_000
const MAX_PER_SECOND = 1_000

/**
 * What each command does to the one who sent it, or to the server, and what it answers. What ends or silences a link is
 * done `soon`, so that the answer gets out first.
 *
 * @type {Record<string, (faults: object, name: string, body: Record<string, unknown>) => string>}
 */
const commands = {
  kick(faults, name) {
    faults.soon(() => faults.kick(name, 'you asked for it'))
    return 'closes your links with 4501'
  },
  drop(faults, name) {
    faults.soon(() => faults.drop(name))
    return 'cuts your links without a word'
  },
  freeze(faults, name) {
    faults.soon(() => faults.freeze(name))
    return 'goes silent on your links'
  },
  thaw(faults, name) {
    faults.thaw(name)
    return 'answers again'
  },
  refuse(faults, name, body) {
    const seconds = secondsIn(body)
    faults.refuse(seconds)
    return `refuses new links for ${seconds} s`
  },
  down(faults, name, body) {
    const seconds = secondsIn(body)
    faults.soon(() => {
      faults.refuse(seconds)
      faults.drop()
    })
    return `is away for ${seconds} s`
  },
  graceful(faults, name, body) {
    const seconds = secondsIn(body)
    faults.soon(() => faults.graceful(seconds))
    return `restarts, and wants everybody back within ${seconds} s`
  },
  forget(faults) {
    faults.soon(() => faults.forget())
    return 'crashes, and loses its memory'
  },
  mute(faults, name, body) {
    const seconds = secondsIn(body)
    faults.mute(name, seconds)
    return `refuses what you say for ${seconds} s`
  },
  burst(faults, name, { count }) {
    const lines = amount(count, DEFAULT_BURST, MAX_BURST)
    for (let line = 1; line <= lines; line += 1) faults.notify(name, `burst ${line}/${lines}`)
    return `sends ${lines} lines`
  },
  slow(faults, name, body) {
    const ms = amount(body.ms, 0, MAX_SLOW_MS)
    faults.slow(name, ms)
    return ms === 0 ? 'passes your frames on at once' : `passes your frames on ${ms} ms later`
  },
  ticker({ ticker }, name, body) {
    const perSecond = amount(body.perSecond, 0, MAX_PER_SECOND)
    // Without a word of how many came, it begins anew.
    if (perSecond === 0 || body.seen === undefined) ticker.stop(name)
    if (perSecond > 0) ticker.run(name, perSecond, amount(body.seen, 0, Number.MAX_SAFE_INTEGER))
    return `sends ${perSecond} prices a second`
  },
}

/** Does what a message commands and returns the answer. */
function obey(faults, name, body) {
  if (!Object.hasOwn(commands, body.command)) {
    throw new Refusal(`no such command; there is ${Object.keys(commands).join(', ')}`)
  }
  return commands[body.command](faults, name, body)
}

const secondsIn = ({ seconds }) => amount(seconds, DEFAULT_SECONDS, MAX_SECONDS)

function amount(given, otherwise, max) {
  return Number.isInteger(given) && given >= 1 ? Math.min(given, max) : otherwise
}

module.exports = { obey }
