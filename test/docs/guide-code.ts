/** Runs the JavaScript of a guide: blocks by name, on the packages' sources, with what a page leaves to its reader. */
import * as delivery from '../../src/delivery'
import * as main from '../../src/index'
import * as server from '../../src/server'
import { parseCodeBlocks } from './markdown'

type Names = Readonly<Record<string, unknown>>

const MODULES: Names = {
  'miniprogram-socket': main,
  'miniprogram-socket/delivery': delivery,
  'miniprogram-socket/server': server,
}

/**
 * Runs one block and hands back what it declared.
 *
 * @param wanted names that the block declares
 * @param given names that it uses; `modules` are further ones to require
 */
export function runBlock<Wanted extends string>(
  page: string,
  name: string,
  wanted: readonly Wanted[],
  { modules = {}, ...given }: Names & { readonly modules?: Names } = {},
): { [Name in Wanted]: never } {
  const blocks = parseCodeBlocks(page).filter((block) => block.name === name)
  if (blocks.length !== 1) throw new Error(`there is not one block ${name}`)
  const known: Names = { ...MODULES, ...modules }
  const all: Names = {
    require(path: string) {
      if (!(path in known)) throw new Error(`there is no module ${path}`)
      return known[path]
    },
    ...given,
  }
  const body = `${blocks[0]?.text}\nreturn { ${wanted.join(', ')} }`
  return new Function(...Object.keys(all), body)(...Object.values(all))
}
