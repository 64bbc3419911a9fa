/** Reads src/ as syntax trees, for the tests of this folder. */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { REPOSITORY, filesUnder } from '../support/packed-package'

export interface SourceFile {
  /** Relative to src/, with slashes. */
  readonly path: string
  /** The folder it lies in; `entry` for the files directly under src/. */
  readonly room: string
  readonly text: string
  readonly tree: ts.SourceFile
}

export interface Import {
  readonly from: SourceFile
  /** The imported file relative to src/, without extension; a bare name as it is written. */
  readonly target: string
  readonly isOurs: boolean
  readonly isTypeOnly: boolean
}

export function readSources(): readonly SourceFile[] {
  return filesUnder(join(REPOSITORY, 'src'))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readSource(path, readFileSync(join(REPOSITORY, 'src', path), 'utf8')))
}

export function readSource(path: string, text: string): SourceFile {
  const [first = ''] = path.split('/')
  return {
    path,
    room: first.endsWith('.ts') ? 'entry' : first,
    text,
    tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
  }
}

export function importsOf(file: SourceFile): readonly Import[] {
  return file.tree.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement)
    if (!isImport && !ts.isExportDeclaration(statement)) return []
    const { moduleSpecifier } = statement
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return []
    const isOurs = moduleSpecifier.text.startsWith('.')
    return {
      from: file,
      isOurs,
      target: isOurs
        ? posix.join(posix.dirname(file.path), moduleSpecifier.text)
        : moduleSpecifier.text,
      isTypeOnly: isImport ? isTypeImport(statement) : statement.isTypeOnly,
    }
  })
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const { name, namedBindings } = importClause
  return (
    !name &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  )
}

/** Every node below a node, itself included. */
export function nodesUnder(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = []
  const visit = (at: ts.Node): void => {
    found.push(at)
    ts.forEachChild(at, visit)
  }
  visit(node)
  return found
}
