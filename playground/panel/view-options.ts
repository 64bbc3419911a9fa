/** How the phones and the panel are shown; nothing of it reaches the apps. */
import { createBar } from './choice'
import { WIDTHS, type Settings } from './settings'

export function createViewOptions(
  settings: Settings,
  change: (patch: Partial<Settings>) => void,
): readonly HTMLElement[] {
  return [
    createBar({
      label: 'Phones',
      value: settings.phoneCount,
      options: [
        { value: 1, label: 'One' },
        { value: 2, label: 'Two' },
      ],
      onChoose: (phoneCount) => change({ phoneCount: phoneCount === 1 ? 1 : 2 }),
    }).element,
    createBar({
      label: 'Width',
      value: settings.width,
      options: WIDTHS.map((value) => ({ value, label: String(value) })),
      onChoose: (width) => change({ width }),
    }).element,
    createBar({
      label: 'Panel',
      value: settings.appearance,
      options: [
        { value: 'system', label: 'System' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ],
      onChoose: (appearance) => change({ appearance }),
    }).element,
  ]
}
