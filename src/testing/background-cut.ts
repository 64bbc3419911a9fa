import type { OwnedTask } from './connect-socket'
import type { HostProfile } from './host-profile'
import { endTask } from './task-record'
import type { SocketClose } from './wx-types'

/** What the host does to sockets in the background. Those being connected hear an error, the others a close. */
export function cutInBackground(
  owned: readonly OwnedTask[],
  { backgroundCut }: HostProfile,
  globalClose: (close: SocketClose) => void,
): void {
  if (backgroundCut === null) return
  const { report, close } = backgroundCut
  const alive = owned.filter(({ record }) => record.state !== 'closed')
  for (const { task, record } of alive) {
    const wasConnecting = record.state === 'connecting'
    endTask(record)
    if (report !== 'task') continue
    if (wasConnecting) task.error(`connectSocket:fail ${close.reason}`)
    else task.close(close.code, close.reason)
  }
  if (report === 'global' && alive.length > 0) globalClose(close)
}
