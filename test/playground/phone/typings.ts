/** What the official typings say an object has: names and kinds, read off the declarations, which are global and cannot be imported. */
import { readFileSync } from 'node:fs'
import ts from 'typescript'

const path = require.resolve('miniprogram-api-typings/types/wx/lib.wx.api.d.ts')

let declarations: ts.SourceFile | null = null

/** The members that an interface asks for, by name: `string`, `number`, `boolean`, or `object` for anything else. */
export function readInterface(name: string): { readonly [member: string]: string } {
  declarations ??= ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022)
  const found = findInterface(declarations, name)
  if (found === null) throw new Error(`the typings have no interface ${name}`)
  const asked = found.members
    .filter(ts.isPropertySignature)
    .filter((member) => !member.questionToken)
  return Object.fromEntries(
    asked.map((member) => [(member.name as ts.Identifier).text, kindOf(member.type)]),
  )
}

function findInterface(node: ts.Node, name: string): ts.InterfaceDeclaration | null {
  if (ts.isInterfaceDeclaration(node) && node.name.text === name) return node
  return ts.forEachChild(node, (child) => findInterface(child, name) ?? undefined) ?? null
}

function kindOf(type: ts.TypeNode | undefined): string {
  switch (type?.kind) {
    case ts.SyntaxKind.StringKeyword:
    case ts.SyntaxKind.UnionType:
      return 'string'
    case ts.SyntaxKind.NumberKeyword:
      return 'number'
    case ts.SyntaxKind.BooleanKeyword:
      return 'boolean'
    default:
      return 'object'
  }
}
