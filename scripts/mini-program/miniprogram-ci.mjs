/** Runs one job of miniprogram-ci in a child process and hands back its answer. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CHILD = fileURLToPath(new URL('./miniprogram-ci-child.cjs', import.meta.url))

/**
 * @param {'pack-npm' | 'compile'} job
 * @param {object} input
 * @param {{ timeoutMs?: number }} [options]
 * @returns {Promise<any>}
 */
export async function runMiniprogramCi(job, input, { timeoutMs = 120_000 } = {}) {
  const scratch = await mkdtemp(join(tmpdir(), 'miniprogram-ci-'))
  const answerFile = join(scratch, 'answer.json')
  try {
    const { code, output } = await run([job, JSON.stringify(input), answerFile], scratch, timeoutMs)
    if (code !== 0) throw new Error(`miniprogram-ci ${job} ended with ${code}:\n${output}`)
    return JSON.parse(await readFile(answerFile, 'utf8'))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * @param {string[]} args
 * @param {string} cwd Where it leaves its empty folders; paths in `args` are absolute.
 * @param {number} timeoutMs
 * @returns {Promise<{ code: number | string, output: string }>}
 */
function run(args, cwd, timeoutMs) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const timer = setTimeout(() => {
      output += `\nno answer within ${timeoutMs} ms`
      child.kill('SIGKILL')
    }, timeoutMs)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code: code ?? signal ?? 'no code', output })
    })
  })
}
