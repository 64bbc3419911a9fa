// Times the delivery of inbound messages, the same in V8 and in JavaScriptCore's shell. This text is pasted
// after dom.mjs, bare-host.mjs, adapters.mjs and the libraries into one script: so no import here.
import { createBareWebSocket, createBareWx } from './bare-host.mjs'

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {string} label
 * @property {'wx' | 'WebSocket'} face
 * @property {string} bare   id of the job it is held against; '' for a bare listener itself
 * @property {(host: any, onMessage: (data: any) => void) => void} start
 *
 * @typedef {object} Engine what differs between the two shells
 * @property {() => number} nowMs
 * @property {(callback: () => void, delayMs: number) => void} later
 * @property {Record<string, any>} timers   setTimeout and clearTimeout for the libraries
 * @property {(text: string) => void} print
 * @property {() => void} collect   collects garbage, so that nobody pays for another's
 *
 * @typedef {object} Plan
 * @property {number} rounds
 * @property {number} messages   per round
 * @property {{ name: string, data: string }[]} payloads
 */

/** @param {number[]} values */
function medianOf(values) {
  const sorted = values.slice().sort((a, b) => a - b)
  return /** @type {number} */ (sorted[Math.floor(sorted.length / 2)])
}

/** @param {Job} job @param {Engine} engine @param {any} globals */
function openJob(job, engine, globals) {
  const bare = job.face === 'wx' ? createBareWx() : createBareWebSocket()
  const host = Object.assign({}, globals, engine.timers, bare)
  host.window = host.self = host.global = host.globalThis = host
  const counter = { messages: 0, length: 0 }
  job.start(host, (data) => {
    counter.messages += 1
    counter.length += data.length
  })
  return { job, links: bare.links, counter }
}

/** @param {any} link @param {string} data @param {number} messages @param {Engine} engine */
function timeRound(link, data, messages, engine) {
  const startMs = engine.nowMs()
  for (let i = 0; i < messages; i += 1) link.message(data)
  return ((engine.nowMs() - startMs) * 1e6) / messages
}

/**
 * Rounds go through the libraries in turn, so that what disturbs the machine disturbs all of them alike,
 * and each library's round is held against the bare fake's of the same turn.
 * Prints one JSON line: nanoseconds per message, the median of the rounds, by payload and job; of a library
 * net of its bare listener, of a bare listener the whole.
 * @param {Job[]} jobs @param {Plan} plan @param {Engine} engine @param {any} globals
 * @param {() => void} done
 */
export function runMessageCost(jobs, plan, engine, globals, done) {
  const open = jobs.map((job) => openJob(job, engine, globals))
  const samples = plan.payloads.map(() => {
    /** @type {Record<string, number[]>} */
    const byJob = {}
    for (const { id } of jobs) byJob[id] = []
    return byJob
  })
  let turn = 0

  function nextRound() {
    const round = Math.floor(turn / plan.payloads.length)
    if (round > plan.rounds) return finish()
    const index = turn % plan.payloads.length
    const payload = /** @type {{ data: string }} */ (plan.payloads[index])
    const byJob = /** @type {Record<string, number[]>} */ (samples[index])
    turn += 1
    for (const { job, links, counter } of open) {
      const before = counter.messages
      engine.collect()
      const ns = timeRound(links[links.length - 1], payload.data, plan.messages, engine)
      if (counter.messages - before !== plan.messages) {
        throw new Error(job.label + ' delivered ' + (counter.messages - before))
      }
      // The first round warms up.
      if (round > 0) /** @type {number[]} */ (byJob[job.id]).push(ns)
    }
    engine.later(nextRound, 0)
  }

  function finish() {
    /** @type {Record<string, Record<string, number>>} */
    const medians = {}
    plan.payloads.forEach(({ name }, index) => {
      /** @type {Record<string, number>} */
      const byJob = (medians[name] = {})
      for (const { id, bare } of jobs) {
        const values = samples[index]?.[id] ?? []
        const less = samples[index]?.[bare]
        byJob[id] = medianOf(less ? values.map((ns, i) => ns - (less[i] ?? NaN)) : values)
      }
    })
    engine.print(JSON.stringify(medians))
    done()
  }

  // Some libraries create their socket on a timer or after a promise.
  engine.later(() => {
    for (const { job, links } of open) {
      if (links.length !== 1) throw new Error(job.label + ' made ' + links.length + ' sockets')
      for (const link of links) link.open()
    }
    engine.later(nextRound, 10)
  }, 50)
}
