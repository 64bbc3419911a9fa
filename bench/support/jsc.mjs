/** JavaScriptCore's shell: where it is, or how to get it. */
import { execFileSync } from 'node:child_process'

const JSC_PACKAGES = [
  'libjavascriptcoregtk-4.0-bin',
  'libjavascriptcoregtk-4.1-bin',
  'libjavascriptcoregtk-6.0-bin',
]

/** The first package of Debian's that brings `jsc`, as far as apt knows. */
export function installLine() {
  const isKnown = (/** @type {string} */ name) => {
    try {
      const text = execFileSync('apt-cache', ['policy', name], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      return /Candidate: \d/.test(text)
    } catch {
      return false
    }
  }
  return `apt-get install ${JSC_PACKAGES.find(isKnown) ?? JSC_PACKAGES.join(' | ')}`
}

/** The path of `jsc`, which some of the packages put beside the library. */
export function findJsc() {
  const places = ['jsc', '/usr/bin/jsc']
  for (const version of ['4.0', '4.1', '6.0']) {
    for (const machine of ['x86_64-linux-gnu', 'aarch64-linux-gnu']) {
      places.push(`/usr/lib/${machine}/webkit2gtk-${version}/jsc`)
      places.push(`/usr/lib/${machine}/webkitgtk-${version}/jsc`)
    }
  }
  return places.find((place) => {
    try {
      execFileSync(place, ['-e', '1'], { stdio: 'ignore', timeout: 10_000 })
      return true
    } catch {
      return false
    }
  })
}
