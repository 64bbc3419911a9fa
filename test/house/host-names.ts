/** Finds the names of a host where none is to be seen. The compiler knows most of them; not `Date`, not `Math.random`. */
import ts from 'typescript'
import { type SourceFile, nodesUnder } from './source-files'

const HOST_NAMES = new Set([
  'wx',
  'Behavior',
  'Component',
  'Date',
  'WebSocket',
  'clearInterval',
  'clearTimeout',
  'console',
  'globalThis',
  'queueMicrotask',
  'setInterval',
  'setTimeout',
])

/** Rooms that define or hold such a name themselves. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = { 'web-socket': ['WebSocket'] }

const HOSTLESS_ROOMS = new Set(['core', 'protocol', 'socket', 'delivery', 'web-socket'])

export function hostNamesIn(file: SourceFile): readonly string[] {
  if (!HOSTLESS_ROOMS.has(file.room)) return []
  const used = nodesUnder(file.tree).filter(ts.isIdentifier).filter(isReference)
  const allowed = EXCEPTIONS[file.room] ?? []
  const names = used.map(({ text }) => text).filter((name) => HOST_NAMES.has(name))
  const random = nodesUnder(file.tree).some((node) => node.getText(file.tree) === 'Math.random')
  return [...new Set(names)]
    .filter((name) => !allowed.includes(name))
    .concat(random ? 'Math.random' : [])
}

/** Not the `x` of `a.x`, of `{ x: 1 }` and of a member's declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  return !ts.isTypeElement(parent) && !ts.isClassElement(parent)
}

/** `async`, `await` and the global `Promise`: core is to behave alike where a promise is a macrotask. */
export function promisesIn(file: SourceFile): readonly string[] {
  return nodesUnder(file.tree)
    .filter(
      (node) =>
        ts.isAwaitExpression(node) ||
        node.kind === ts.SyntaxKind.AsyncKeyword ||
        (ts.isIdentifier(node) && node.text === 'Promise' && !ts.isTypeNode(node.parent)),
    )
    .map((node) => `${file.path}: ${node.getText(file.tree)}`)
}
