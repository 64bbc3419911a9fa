/** Whether what is shown is the newest, and what is wrong with it if it is not. */
import { button, byId, element } from './dom'

export interface BuildState {
  building(): void
  built(failure: string | null): void
  /** The server of the playground does not answer. */
  gone(): void
}

export function createBuildState(stage: HTMLElement): BuildState {
  const line = byId('build-state')
  const text = element('pre', { tabindex: 0, 'aria-label': 'What the build says' })
  const overlay = element(
    'div',
    { class: 'overlay', role: 'alert', hidden: true },
    element(
      'header',
      { class: 'card-head' },
      element('h2', {}, 'This does not build'),
      button('Hide', { className: 'button quiet' }, () => (overlay.hidden = true)),
    ),
    element('p', { class: 'hint' }, 'What was built last stays on the phones.'),
    text,
  )
  stage.append(overlay)

  const say = (state: string, words: string) => {
    line.dataset['state'] = state
    line.textContent = words
  }

  return {
    building: () => say('building', 'Building…'),
    built(failure) {
      text.textContent = failure
      overlay.hidden = failure === null
      if (failure === null) say('good', '')
      else say('failed', 'The build failed')
    },
    gone: () => say('gone', 'The playground has ended. npm start opens it again.'),
  }
}
