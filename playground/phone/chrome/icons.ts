/** The chrome's own drawings, in the colour of the text around them. */

const drawings = {
  back: '<path d="M9.5 2 2.5 10l7 8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>',
  home: '<path d="M2 9.5 10 2.5l8 7M4.5 8v9h11V8" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
  more: '<circle cx="3" cy="10" r="1.6"/><circle cx="10" cy="10" r="2.4"/><circle cx="17" cy="10" r="1.6"/>',
  close:
    '<circle cx="10" cy="10" r="7.6" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="10" cy="10" r="2.8"/>',
  cross:
    '<path d="m4 4 12 12M16 4 4 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>',
  success:
    '<path d="m2.5 10.5 5 5 10-11" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
  error:
    '<circle cx="10" cy="10" r="8.2" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M10 5.2v6" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/><circle cx="10" cy="14.4" r="1.1"/>',
  loading:
    '<path d="M10 1.8a8.2 8.2 0 1 1-8.2 8.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>',
  wifi: '<path d="M10 16.2 6.9 12.6a4.8 4.8 0 0 1 6.2 0zM4.6 9.9l-1.9-2.2a11.3 11.3 0 0 1 14.6 0l-1.9 2.2a8.4 8.4 0 0 0-10.8 0z"/>',
  signal:
    '<rect x="1.5" y="12" width="3" height="4.5" rx="1"/><rect x="6.2" y="9.5" width="3" height="7" rx="1"/><rect x="10.9" y="6.7" width="3" height="9.8" rx="1"/><rect x="15.6" y="4" width="3" height="12.5" rx="1"/>',
  airplane:
    '<path d="M18.5 12.3 11.6 8V3.2c0-.9-.7-1.7-1.6-1.7s-1.6.8-1.6 1.7V8l-6.9 4.3v1.8l6.9-2.1v4l-2 1.5v1.3l3.6-1 3.6 1v-1.3l-2-1.5v-4l6.9 2.1z"/>',
  battery:
    '<rect x=".7" y="5.2" width="16" height="9.6" rx="2.6" fill="none" stroke="currentColor" stroke-opacity=".45"/><rect x="2.2" y="6.7" width="10.4" height="6.6" rx="1.4"/><path d="M18 8.2c.8.3 1.3 1 1.3 1.8s-.5 1.5-1.3 1.8z" opacity=".5"/>',
} as const

export type IconName = keyof typeof drawings

/** Never read aloud: the words stand beside it, or on its button. */
export function createIcon(name: IconName): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('fill', 'currentColor')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', `phone-icon phone-icon-${name}`)
  svg.innerHTML = drawings[name]
  return svg
}
