/** What native sockets do, as events of the phone. */
import type { PhoneEvent } from './phone'
import type { PhoneFake } from './ports'

type Report = (event: PhoneEvent) => void

/** Follows every socket that is opened from now on. */
export function reportSockets(fake: PhoneFake, report: Report): void {
  fake.onTask((task) => {
    const tell = (change: Extract<PhoneEvent, { type: 'socket' }>['change'], text: string) =>
      report({ type: 'socket', change, text })
    tell('connect', `#${task.id} ${task.url}`)
    task.onSent((data) => tell('sent', `#${task.id} ${describe(data)}`))
    const { native } = task
    native.onOpen(() => tell('open', `#${task.id}`))
    native.onMessage(({ data }) => tell('message', `#${task.id} ${describe(data)}`))
    native.onError(({ errMsg }) => tell('error', `#${task.id} ${errMsg}`))
    native.onClose(({ code, reason }) => tell('close', `#${task.id} ${code} ${reason}`.trimEnd()))
  })
}

function describe(data: string | ArrayBuffer): string {
  return typeof data === 'string' ? data : `${data.byteLength} bytes`
}
