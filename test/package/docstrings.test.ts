/** What a user's editor shows: every public name and every member of a public interface says what it does. */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { REPOSITORY } from '../support/packed-package'

const { exports } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
  exports: Record<string, { require?: { types: string } }>
}
const declarations = Object.values(exports).flatMap(({ require: target }) => target?.types ?? [])

/** Shapes of the platform and of the standard, member by member: what they do is documented there. */
const MIRRORS = new Set([
  'AppHide',
  'AppShow',
  'CallbackOptions',
  'CloseOptions',
  'ConnectSocketOptions',
  'Failure',
  'FakeHost',
  'FakeMy',
  'LiveWebSocket',
  'MyCallbackOptions',
  'MyCloseOptions',
  'MyConnectSocketOptions',
  'MyFailure',
  'MyNetworkStatus',
  'MySendOptions',
  'MySocketMessage',
  'MySocketTask',
  'MyTaskEvent',
  'NetworkStatus',
  'NetworkTypeResult',
  'SendOptions',
  'SocketClose',
  'SocketMessage',
  'SocketOpen',
  'SocketProfile',
  'SocketTask',
])

/** The exported names, and the members of exported interfaces and classes, without a docstring. */
function undocumentedIn(path: string): readonly string[] {
  const program = ts.createProgram([path], { noLib: true, types: [] })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(path)
  const file = source && checker.getSymbolAtLocation(source)
  if (!file) throw new Error(`${path} is not a module`)

  const missing: string[] = []
  const look = (symbol: ts.Symbol, name: string): void => {
    if (symbol.getDocumentationComment(checker).length === 0) missing.push(name)
  }
  for (const exported of checker.getExportsOfModule(file)) {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
    look(symbol, symbol.name)
    if ((symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class)) === 0) continue
    if (MIRRORS.has(symbol.name)) continue
    symbol.members?.forEach((member) => {
      if ((member.flags & ts.SymbolFlags.TypeParameter) !== 0) return
      if (/^(__|prototype$)/.test(member.name)) return
      look(member, `${symbol.name}.${member.name}`)
    })
  }
  return missing.sort()
}

describe('the docstrings of the package', () => {
  test.each(declarations)('leave nothing out in %s', (path) => {
    expect(undocumentedIn(join(REPOSITORY, path))).toEqual([])
  })

  test('are looked for on exports and on members', () => {
    const fixture = join(__dirname, 'fixtures/undocumented.d.ts')
    expect(undocumentedIn(fixture)).toEqual(['Options.limit', 'createThing'])
  })
})
