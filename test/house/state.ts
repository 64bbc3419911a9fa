/** Finds what outlives a call at the top level of a module. */
import ts from 'typescript'
import type { SourceFile } from './source-files'

const COLLECTIONS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array'])

/** The names of module-level bindings that can change or be filled. */
export function mutableStateOf({ tree }: SourceFile): readonly string[] {
  return tree.statements.flatMap((statement) => {
    if (ts.isClassDeclaration(statement)) return mutableStatics(statement)
    if (!ts.isVariableStatement(statement)) return []
    const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
    return statement.declarationList.declarations
      .filter((declaration) => !isConst || holdsMutable(declaration))
      .map((declaration) => declaration.name.getText(tree))
  })
}

function holdsMutable({ initializer, type }: ts.VariableDeclaration): boolean {
  if (!initializer) return false
  if (type && /^(Readonly|readonly\b)/.test(type.getText())) return false
  if (ts.isNewExpression(initializer)) return COLLECTIONS.has(initializer.expression.getText())
  // An empty literal is there to be filled.
  if (ts.isArrayLiteralExpression(initializer)) return initializer.elements.length === 0
  return ts.isObjectLiteralExpression(initializer) && initializer.properties.length === 0
}

function mutableStatics(declaration: ts.ClassDeclaration): readonly string[] {
  return declaration.members
    .filter(ts.isPropertyDeclaration)
    .filter(({ modifiers }) => {
      const kinds = modifiers?.map(({ kind }) => kind) ?? []
      return (
        kinds.includes(ts.SyntaxKind.StaticKeyword) &&
        !kinds.includes(ts.SyntaxKind.ReadonlyKeyword)
      )
    })
    .map(({ name }) => name.getText())
}
