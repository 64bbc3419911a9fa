/** The commands that open a playground, as a person runs them, in processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(__dirname, '../../../..')

/** Compiling the demo takes that long on a machine where everything else runs as well. */
export const START_EXPIRY_MS = 120_000
const END_EXPIRY_MS = 10_000

export interface RunningCommand {
  /** Where the panel is. */
  readonly url: string
  /** As ctrl-c does; rejects when the process does not end by itself. */
  end(): Promise<void>
}

/** `npm start`; whoever runs the suite has built the package. */
export const startDemo = (...flags: string[]): Promise<RunningCommand> =>
  runCommand('scripts/start/index.mjs', '--no-build', ...flags)

/** `node playground --project …` */
export const startProject = (projectDir: string, ...flags: string[]): Promise<RunningCommand> =>
  runCommand('playground/index.mjs', '--project', projectDir, ...flags)

async function runCommand(script: string, ...flags: string[]): Promise<RunningCommand> {
  const args = [join(ROOT, script), '--no-open', '--port', '0', ...flags]
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    return { url: await readAddress(child), end: () => end(child) }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string) => reject(new Error(`the playground did not open: ${why}\n${said}`))
    const timer = setTimeout(() => fail(`${START_EXPIRY_MS} ms`), START_EXPIRY_MS)
    child.once('error', ({ message }) => fail(message))
    child.once('exit', (code) => fail(`it ended with ${code}`))
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += String(chunk)
        const [, url] = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(said) ?? []
        if (url === undefined) return
        clearTimeout(timer)
        resolve(url)
      })
    }
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the playground did not end within ${END_EXPIRY_MS} ms`))
    }, END_EXPIRY_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGINT')
  })
}
