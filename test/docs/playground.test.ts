/** playground/README.md lists what there is of `wx` and of the built-in tags, as the code has it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { builtIns } from '../../playground/built-ins/tags'
import { createTestPhone } from '../playground/phone/phone-parts'

const playground = join(__dirname, '../../playground')
const path = join(playground, 'README.md')

// In a process of its own: prettier imports itself dynamically, which jest does not allow.
const prettier = require.resolve('prettier/bin/prettier.cjs')

/** The first that fits. */
const GROUPS: readonly (readonly [string, RegExp])[] = [
  ['Sockets', /Socket/],
  ['The app', /App(Show|Hide)$|OptionsSync$|Error$|UnhandledRejection$/],
  ['Network', /Network/],
  ['Storage', /Storage/],
  ['System', /System|BaseInfo|DeviceInfo|WindowInfo|Theme|canIUse/],
  ['Navigation bar', /NavigationBar|HomeButton|MenuButton/],
  ['Tab bar', /TabBar/],
  ['Navigation', /^(navigate|redirectTo|switchTab|reLaunch)/],
  ['Dialogs', /Toast|Loading|Modal|ActionSheet/],
  ['Clipboard', /Clipboard/],
  ['Pages', /SelectorQuery|pageScrollTo|nextTick|Observer|createAnimation/],
  ['Device', /vibrate|KeepScreenOn/],
  ['Bytes', /[bB]ase64/],
  ['Others', /./],
]

const code = (name: string) => `\`${name}\``
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function wxList(): string {
  const names = Object.keys(createTestPhone().api.wx).sort()
  const groupOf = (name: string) => GROUPS.find(([, fits]) => fits.test(name))?.[0]
  return GROUPS.map(([group]) => [group, names.filter((name) => groupOf(name) === group)] as const)
    .filter(([, members]) => members.length > 0)
    .map(([group, members]) => `- ${group}: ${members.map(code).join(' ')}\n`)
    .join('')
}

const tagList = () =>
  [...builtIns]
    .sort((a, b) => (a.tag < b.tag ? -1 : 1))
    .map(({ tag, attributes }) => {
      const names = Object.keys(attributes).map((name) => code(kebab(name)))
      return `- ${code(tag)}${names.length > 0 ? `: ${names.join(' ')}` : ''}\n`
    })
    .join('')

function fill(text: string, name: string, list: string): string {
  const block = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*?(<!-- /${name} -->)`)
  expect(text).toMatch(block)
  return text.replace(block, (_, begin: string, end: string) => `${begin}\n${list}\n${end}`)
}

test('lists what the phone has (WRITE_DOCS=1 writes it)', () => {
  const text = readFileSync(path, 'utf8')
  const filled = fill(fill(text, 'wx', wxList()), 'tags', tagList())
  const written = execFileSync(process.execPath, [prettier, '--stdin-filepath', path], {
    input: filled,
    encoding: 'utf8',
  })
  if (process.env.WRITE_DOCS) writeFileSync(path, written)
  expect(readFileSync(path, 'utf8')).toBe(written)
})

test('names every folder, and no file that is not there', () => {
  const text = readFileSync(path, 'utf8')
  const folders = readdirSync(playground, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const [, map = ''] = text.split('## How it is made')
  expect(folders.filter((name) => !map.includes(`\`${name}/\``))).toEqual([])
  const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, link = '']) => link)
  expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([])
})

test('has every flag of the two commands', () => {
  const text = readFileSync(path, 'utf8')
  const commands = ['../playground/index.mjs', '../scripts/start/index.mjs'].map((file) =>
    readFileSync(join(playground, file), 'utf8'),
  )
  const flags = commands.flatMap((source) =>
    [...source.matchAll(/^ {6}'?([a-z-]+)'?: \{ type/gm)].map(([, name]) => `--${name}`),
  )
  expect(flags).toContain('--no-watch')
  expect(flags.filter((flag) => !text.includes(flag) && flag !== '--terminal')).toEqual([])
})
