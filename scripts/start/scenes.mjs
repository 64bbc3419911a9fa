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
import { company, graceful, killed, memoryLost, outage, refused } from './scenes/messages.mjs'

export const scenes = [
  connect,
  company,
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
