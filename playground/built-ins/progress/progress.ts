import { defineBuiltIn } from '../built-in'

export const progress = defineBuiltIn({
  tag: 'progress',
  attributes: {
    percent: 0,
    showInfo: false,
    strokeWidth: 6,
    borderRadius: 0,
    fontSize: 16,
    activeColor: '#09bb07',
    backgroundColor: '#ebebeb',
    active: false,
  },
  setUp({ element }) {
    const track = document.createElement('div')
    const bar = document.createElement('div')
    const info = document.createElement('div')
    track.className = 'wx-progress-track'
    bar.className = 'wx-progress-bar'
    track.append(bar)
    element.append(track, info)
    element.setAttribute('role', 'progressbar')
    element.setAttribute('aria-valuemin', '0')
    element.setAttribute('aria-valuemax', '100')
    return {
      percent(percent) {
        const shown = Math.min(100, Math.max(0, percent))
        bar.style.width = `${shown}%`
        info.textContent = `${shown}%`
        element.setAttribute('aria-valuenow', `${shown}`)
      },
      showInfo: (isShown) => (info.hidden = !isShown),
      strokeWidth: (width) => (track.style.height = `${width}px`),
      borderRadius: (radius) => (track.style.borderRadius = `${radius}px`),
      fontSize: (size) => (info.style.fontSize = `${size}px`),
      activeColor: (color) => (bar.style.backgroundColor = color),
      backgroundColor: (color) => (track.style.backgroundColor = color),
      active: (isActive) => (bar.style.transition = isActive ? 'width 0.3s linear' : 'none'),
    }
  },
})
