/** How long functions are: their own lines, without those of the functions inside them. */
import ts from 'typescript'
import type { SourceFile } from './source-files'

export interface LongFunction {
  readonly name: string
  readonly lines: number
}

/** A factory is short where it only puts short functions together; so the functions inside do not count. */
export function functionsLongerThan(maxLines: number, { path, tree }: SourceFile): LongFunction[] {
  const found: LongFunction[] = []

  /** The lines of code that a node covers; nested functions count where they stand as one line each. */
  const own = (node: ts.Node): Set<number> => {
    const lines = new Set<number>()
    const visit = (child: ts.Node): void => {
      const startsAt = tree.getLineAndCharacterOfPosition(child.getStart(tree)).line
      lines.add(startsAt)
      if (child !== node && ts.isFunctionLike(child) && 'body' in child) return measure(child)
      if (child.getChildCount(tree) === 0) {
        lines.add(tree.getLineAndCharacterOfPosition(child.getEnd()).line)
      }
      child.getChildren(tree).forEach(visit)
    }
    node.getChildren(tree).forEach(visit)
    return lines
  }

  const measure = (node: ts.Node): void => {
    const lines = own(node).size
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
    if (lines > maxLines) found.push({ name: `${path}:${line}`, lines })
  }

  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node) measure(node)
    else ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}
