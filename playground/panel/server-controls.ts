/** The buttons of whatever server belongs to what is shown. */
import { pressControl, type Control } from './config'
import { button, element } from './dom'
import type { NewEntry } from './log'

export function createServerControls(
  controls: readonly Control[],
  tell: (entry: NewEntry) => void,
): HTMLElement {
  const buttons = new Map<string, HTMLButtonElement>()

  function draw(newest: readonly Control[]): void {
    for (const { id, isOn } of newest) {
      if (isOn !== undefined) buttons.get(id)?.setAttribute('aria-pressed', String(isOn))
    }
  }

  async function press({ id, label }: Control): Promise<void> {
    try {
      const pressed = await pressControl(id)
      tell({ who: 'server', kind: 'action', text: pressed.text })
      draw(pressed.controls)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      tell({ who: 'server', kind: 'error', text: `${label}: ${why}` })
    }
  }

  for (const control of controls) {
    const { id, label, about, isOn } = control
    const className = isOn === undefined ? 'button' : 'button toggle'
    buttons.set(
      id,
      button(label, { about, className }, () => void press(control)),
    )
  }
  draw(controls)
  return element('div', { class: 'server-controls' }, ...buttons.values())
}
