/** Every situation a socket can be in, reached through the public API alone. */
import type { SocketOptions, SocketState } from '../../src/index'
import { createScene, type Scene, type SceneOptions } from './scene'

/** The states, the two reasons to be suspended apart. */
export type Situation =
  Exclude<SocketState, 'suspended'> | 'suspended: background' | 'suspended: offline'

export const SITUATIONS: readonly Situation[] = [
  'idle',
  'connecting',
  'open',
  'waiting',
  'suspended: background',
  'suspended: offline',
  'gave-up',
  'closing',
  'closed',
]

/** The state of a situation. */
export const stateOf = (situation: Situation): SocketState => situation.split(':')[0] as SocketState

const STEPS: { readonly [Name in Situation]: (scene: Scene) => void } = {
  idle: () => {},
  connecting: ({ socket }) => socket.connect(),
  open: (scene) => void scene.openLink(),
  waiting: (scene) => scene.openLink().close(1006, 'abnormal closure'),
  'suspended: background'(scene) {
    STEPS.waiting(scene)
    scene.fake.hide({ cut: false })
  },
  'suspended: offline'(scene) {
    STEPS.waiting(scene)
    scene.fake.network({ isConnected: false })
  },
  'gave-up': (scene) => scene.openLink().close(1006, 'abnormal closure'),
  closing(scene) {
    scene.openLink().silent = true
    scene.socket.close()
  },
  closed(scene) {
    scene.openLink()
    scene.socket.close()
    scene.advance(scene.fake.profile.closeDelayMs)
  },
}

/** A scene whose socket is in a situation, with an empty log. */
export function reach(situation: Situation, setup: SceneOptions = {}): Scene {
  const scene = createScene(situation === 'gave-up' ? withoutRetries(setup) : setup)
  STEPS[situation](scene)
  const { state } = scene.socket
  if (state !== stateOf(situation)) throw new Error(`wanted ${situation}, the socket is ${state}`)
  scene.forget()
  return scene
}

function withoutRetries(setup: SceneOptions): SceneOptions {
  const reconnect: SocketOptions['reconnect'] = { ...setup.options?.reconnect, limit: 0 }
  return { ...setup, options: { ...setup.options, reconnect } }
}
