import { describe, expect, test } from '@jest/globals'
import { compileStyleSheet } from '../../../playground/bundle/wxss/compile-style-sheet.mjs'
import { SCOPE_MARK } from '../../../playground/bundle/wxss/selectors.mjs'

type Role = 'app' | 'page' | 'component'

/** CSS of one file, on one line, with `@` where a class may get the scope of its file. */
function compile(role: Role, wxss: string, others: Record<string, string> = {}): string {
  const path = role === 'app' ? 'app' : 'pages/chat/chat'
  const files = { [`${path}.wxss`]: wxss, ...others }
  return compileStyleSheet(files, { role, path, scope: 'chat' })
    .replaceAll(SCOPE_MARK, '@')
    .replace(/\s+/g, ' ')
    .trim()
}

describe('lengths', () => {
  test.each([
    ['width: 750rpx', 'width: 100cqw'],
    ['width: 12rpx', 'width: 1.6cqw'],
    ['margin: -1.5rpx 0 .5rpx', 'margin: -0.2cqw 0 0.06667cqw'],
    ['width: calc(100% - 30rpx)', 'width: calc(100% - 4cqw)'],
    ['--gap: 75RPX', '--gap: 10cqw'],
    ['height: 100vh', 'height: 100cqh'],
    ['min-height: calc(50dvh + 2vw)', 'min-height: calc(50cqh + 2cqw)'],
    ['padding: env(safe-area-inset-bottom)', 'padding: var(--phone-safe-area-inset-bottom, 0px)'],
    [
      'padding: calc(8px + constant(safe-area-inset-top, 4px))',
      'padding: calc(8px + var(--phone-safe-area-inset-top, 4px))',
    ],
  ])('turns %s into %s', (wxss, css) => {
    expect(compile('app', `.a { ${wxss} }`)).toBe(`.a { ${css} }`)
  })

  test.each(["content: '12rpx'", 'background: url(12rpx.png)', 'animation: a12rpx 1s', 'top: 3px'])(
    'leaves %s as it is',
    (wxss) => {
      expect(compile('app', `.a { ${wxss} }`)).toBe(`.a { ${wxss} }`)
    },
  )
})

describe('selectors', () => {
  test('the app applies everywhere, by the tags that are drawn', () => {
    expect(compile('app', 'page, view > .bar #top {}')).toBe('wx-page, wx-view > .bar #top {}')
  })

  test('a page applies in that page only, and adds no weight', () => {
    expect(compile('page', '.bar .link:active::before, view {}')).toBe(
      ':where([data-page="pages/chat/chat"]) .@bar .@link:active::before,' +
        ':where([data-page="pages/chat/chat"]) wx-view {}',
    )
  })

  test('`page` of a page is that page', () => {
    expect(compile('page', 'page { color: red } page .bar {}')).toBe(
      'wx-page:where([data-page="pages/chat/chat"]) { color: red } ' +
        'wx-page:where([data-page="pages/chat/chat"]) .@bar {}',
    )
  })

  test('the classes of a component are its own', () => {
    expect(compile('component', '.bar.on > .mark, .a:not(.b) {}')).toBe(
      '.@bar.@on > .@mark, .@a:not(.@b) {}',
    )
  })

  test('`:host` is the element of the component', () => {
    expect(compile('component', ':host { display: block } :host(.on) .bar {}')).toBe(
      '[wx-host="chat"] { display: block } [wx-host="chat"].@on .@bar {}',
    )
  })

  test('an escaped class keeps its escape', () => {
    expect(compile('component', '.w-1\\/2 {}')).toBe('.@w-1\\/2 {}')
  })

  test('rules in @media are rewritten, its condition is not', () => {
    expect(compile('component', '@media (prefers-color-scheme: dark) { .a { top: 75rpx } }')).toBe(
      '@media (prefers-color-scheme: dark) { .@a { top: 10cqw } }',
    )
  })
})

describe('animations', () => {
  test('are named per file, where they are defined and where they are used', () => {
    expect(
      compile('component', '@keyframes pulse { 50% { top: 75rpx } } .a { animation: pulse 1s }'),
    ).toBe('@keyframes chat--pulse { 50% { top: 10cqw } } .@a { animation: chat--pulse 1s }')
  })

  test('of the app keep their names, so that every page can use them', () => {
    expect(compile('app', '@keyframes pulse { to { top: 0 } }')).toBe(
      '@keyframes pulse { to { top: 0 } }',
    )
    expect(compile('page', '.a { animation-name: pulse }')).toMatch(/animation-name: pulse/)
  })
})

describe('imports', () => {
  test('are put in, relative to the file or from the root, and rewritten like the file itself', () => {
    const css = compile('component', "@import './parts/a.wxss'; @import '/b.wxss'; .c {}", {
      'pages/chat/parts/a.wxss': "@import '../../d.wxss'; .a { top: 75rpx }",
      'pages/d.wxss': '.d {}',
      'b.wxss': '.b {}',
    })
    expect(css).toBe('.@d {} .@a { top: 10cqw } .@b {} .@c {}')
  })

  test('that come round again are left out', () => {
    const css = compile('app', "@import 'a.wxss'; .app {}", {
      'a.wxss': "@import 'app.wxss'; .a {}",
    })
    expect(css).toBe('.a {} .app {}')
  })

  test('of what is not there name the file that imports', () => {
    expect(() => compile('page', '\n@import "./gone.wxss";')).toThrow(
      'pages/chat/chat.wxss:2:1: imports "./gone.wxss", which is not there',
    )
  })
})

describe('what is no style sheet', () => {
  test('is refused with its place', () => {
    expect(() => compile('page', '.a {\n  color: red')).toThrow(
      'pages/chat/chat.wxss:1:1: Unclosed block',
    )
  })

  test('a selector that is none is refused', () => {
    expect(() => compile('page', '.a[=x] {}')).toThrow(
      /^pages\/chat\/chat\.wxss: "\.a\[=x\]" is no selector: /,
    )
  })

  test('a file that is not there is no rule', () => {
    expect(compileStyleSheet({}, { role: 'page', path: 'pages/a/a', scope: 'a' })).toBe('')
  })
})
