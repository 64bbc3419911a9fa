/** The statements of the WebSockets standard, one test each. https://websockets.spec.whatwg.org/ */
import { describe } from '@jest/globals'
import { describeClosing } from './closing'
import { describeConstructing } from './constructing'
import { describeEventTarget } from './event-target'
import { describeEvents } from './events'
import { describeLoad } from './load'
import { describeOpening } from './opening'
import { describeReceiving } from './receiving'
import { describeSending } from './sending'
import { createStart } from './stage'
import type { World } from './world'

/** Holds one implementation to the standard; where it departs from it, its world says so. */
export function describeConformance(name: string, createWorld: () => World | Promise<World>): void {
  describe(name, () => {
    const start = createStart(createWorld)
    describeConstructing(start)
    describeOpening(start)
    describeReceiving(start)
    describeSending(start)
    describeClosing(start)
    describeEvents(start)
    describeEventTarget(start)
    describeLoad(start)
  })
}
