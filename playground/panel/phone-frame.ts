/** The page of one phone, and finding the phone in it. */
import type { Phone } from '../phone/phone'
import type { PhoneConfig } from './config'
import type { PhoneSettings } from './phone-settings'

export function phoneUrl({ id, query }: PhoneConfig, settings: PhoneSettings): string {
  const { profile, theme, language, path } = settings
  const parameters = new URLSearchParams({ id, profile, theme, language })
  if (path !== '') parameters.set('path', path)
  parameters.set('query', new URLSearchParams(query).toString())
  return `/phone/?${parameters}`
}

/** `null` while its page is loading. */
export function phoneIn({ contentWindow }: HTMLIFrameElement): Phone | null {
  return contentWindow?.phone ?? null
}

/** Looks often, so that little of what a phone says is missed; gives up when it has loaded without one. */
export function awaitPhone(frame: HTMLIFrameElement): Promise<Phone> {
  return new Promise((resolve, reject) => {
    const look = (isLoaded: boolean): void => {
      const phone = phoneIn(frame)
      if (phone) resolve(phone)
      else if (isLoaded)
        reject(new Error('the phone did not start; see the console of the browser'))
      // A frame that was taken away, as by an app that is opened again, says nothing more.
      else if (frame.isConnected) return
      clearInterval(timer)
    }
    const timer = setInterval(() => look(false), 5)
    frame.addEventListener('load', () => look(true), { once: true })
    look(false)
  })
}
