/** Random scripts over the public API; after every step, everything that a socket promises is looked at. */
import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { findFaults, findLost } from './invariants'
import { runs } from './runs'
import { play, steps, worlds, type Step } from './script'
import { createWorld, type World, type WorldOptions } from './world'

jest.setTimeout(600_000)

describe('whatever the app, the host and time do', () => {
  test('R1 R2 R8 E1 E7 S1: one socket, one timer, one close per link, and messages once', () => {
    fc.assert(
      fc.property(worlds, steps, (options, script) => live(options, script, expectNoFaults)),
      runs(3_000),
    )
  })

  test('R8: close() leaves no timer, no native socket and no listener behind', () => {
    fc.assert(
      fc.property(worlds, steps, (options, script) =>
        live(
          options,
          script,
          () => undefined,
          (world) => {
            const { socket, fake, clock, log } = world
            world.disarm()
            fake.show()
            socket.close()
            clock.advance(2_000)
            expectNoFaults(world)
            expect(['idle', 'closed']).toContain(socket.state)
            expect(clock.pending).toBe(0)
            // A send may report its failure this late; whatever it says, the message is accounted for.
            clock.advance(7_000)
            expect(findLost(world)).toEqual([])

            const { length } = log
            const attempts = fake.connectCalls.length
            fake.hide()
            clock.advance(600_000)
            fake.show()
            fake.network({ isConnected: true })
            for (const task of fake.tasks) {
              task.silent = false
              task.open()
            }
            clock.advance(3_600_000)
            expect(fake.tasks.filter(({ state }) => state === 'open')).toEqual([])
            expect(log.slice(length)).toEqual([])
            expect(fake.connectCalls).toHaveLength(attempts)
          },
        ),
      ),
      runs(1_000),
    )
  })

  test('R5 S1: a socket that was not closed comes back with the world, and what waited goes out', () => {
    fc.assert(
      fc.property(worlds, steps, (options, script) =>
        live(
          options,
          script,
          () => undefined,
          (world) => {
            const { socket, clock, fake } = world
            world.disarm()
            world.heal()
            for (let round = 0; round < 24; round += 1) {
              // Failures that the script planned may still come, and with a limit of 0 one is enough to give up.
              fake.network({ isConnected: true })
              clock.advance(5_000)
              // A socket that only listens lives on what the server says.
              for (const task of world.live()) if (task.state === 'open') task.message('pong')
            }
            expectNoFaults(world)
            expect(['open', 'closed', 'idle']).toContain(socket.state)
            if (socket.state === 'open') expect(findLost(world)).toEqual([])
          },
        ),
      ),
      runs(1_000),
    )
  })
})

function live(
  options: WorldOptions,
  script: readonly Step[],
  check: (world: World) => void,
  finish: (world: World) => void = () => undefined,
): void {
  const world = createWorld(options)
  try {
    for (const step of script) {
      play(world, step)
      check(world)
    }
    finish(world)
  } finally {
    world.end()
  }
}

/** Without `expect`, which would take most of the time: this is asked after every step. */
function expectNoFaults(world: World): void {
  const faults = findFaults(world)
  if (faults.length > 0) throw new Error(faults.join('\n'))
}
