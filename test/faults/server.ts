/** Servers played behind the fake `wx`: what they do with each new task, until told otherwise. */
import { hostProfiles, type FakeTask, type FakeWx, type HostProfile } from '../../src/testing'

export interface Server {
  /** Whether pings are answered on a task; a link that was cut and not reported is one that stays mute. */
  isMute: (task: FakeTask) => boolean
}

/** Opens every task at once and answers every ping. */
export function playServer(fake: FakeWx): Server {
  const server: Server = { isMute: () => false }
  fake.onTask((task) => {
    answerPings(task, server)
    task.open()
  })
  return server
}

/** Answers the pings of one task that a test opened itself. */
export function answerPings(task: FakeTask, server: Server = { isMute: () => false }): void {
  task.onSent((data) => {
    if (data === 'ping' && task.state === 'open' && !server.isMute(task)) task.message('pong')
  })
}

/** Refuses every task. */
export function refuseAll(fake: FakeWx): void {
  fake.onTask((task) => task.error())
}

/** The native sockets in use: neither closed, nor told to close (a host may take its time over that). */
export function liveTasks(fake: FakeWx): readonly FakeTask[] {
  return fake.tasks.filter(({ state, closeCalls }) => state !== 'closed' && closeCalls.length === 0)
}

/** A host on which `close()` while connecting works, and which never says that a connect timed out. */
export const patientHost: HostProfile = {
  ...hostProfiles.android,
  closeWhileConnecting: 'closed',
  connectTimeout: null,
}
