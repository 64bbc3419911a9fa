const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** When something was, in few letters: `14:05` today, `3 Nov 14:05` on another day. */
export function timeOfDay(atMs: number, nowMs = Date.now()): string {
  const at = new Date(atMs)
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`
  const isToday = at.toDateString() === new Date(nowMs).toDateString()
  return isToday ? clock : `${at.getDate()} ${MONTHS[at.getMonth()]} ${clock}`
}

const two = (part: number) => `0${part}`.slice(-2)
