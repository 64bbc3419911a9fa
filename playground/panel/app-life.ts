/** Foreground, background and the locked screen, and what of it the app is told. */
import type { Phone } from '../phone/phone'
import { locksSilently } from './hosts'

export interface AppLife {
  moveTo(place: 'foreground' | 'background' | 'locked'): void
}

export function createAppLife(phone: Phone): AppLife {
  /** Hidden without a word, as by a lock that the host does not report. */
  let isSilent = false

  function show(): void {
    if (isSilent) phone.fake.show({ event: false })
    else if (phone.fake.isHidden) phone.show()
    isSilent = false
  }

  return {
    moveTo(place) {
      if (place === 'foreground') return show()
      if (place === 'locked' && !phone.fake.isHidden && locksSilently(phone.fake.profile)) {
        isSilent = true
        phone.fake.hide({ event: false })
      } else if (place === 'background' || !phone.fake.isHidden) {
        // Out of a silent lock and away: that, the app is told.
        if (isSilent) show()
        if (!phone.fake.isHidden) phone.hide()
      }
    },
  }
}
