/**
 * The session, scene by scene. Everything is done through the demo's pages, the server and the phones (each a fake
 * `wx`), as a user would; everything narrated as seen is asserted, with an expiry.
 */
import {
  background,
  connect,
  elsewhere,
  giveUp,
  goodbye,
  halfOpen,
  kick,
  revival,
} from './scenes/links.mjs'
import { graceful, killed, memoryLost, outage, refused } from './scenes/messages.mjs'
import { company, rooms } from './scenes/people.mjs'

export const scenes = [
  connect,
  company,
  rooms,
  outage,
  killed,
  graceful,
  memoryLost,
  halfOpen,
  background,
  refused,
  elsewhere,
  kick,
  giveUp,
  revival,
  goodbye,
]
