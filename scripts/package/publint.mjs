/** Prints what publint has to say about an unpacked package, as JSON. argv: its folder. */
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2] ?? '.'
const pkg = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const { messages } = await publint({ pkgDir: folder, strict: true, pack: false })
console.log(JSON.stringify(messages.map((message) => formatMessage(message, pkg))))
