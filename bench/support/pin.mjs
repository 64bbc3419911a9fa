import { execFileSync } from 'node:child_process'

/** Keeps the process on one core, where the system can. @param {number} pid @param {number} core */
export function pin(pid, core) {
  try {
    execFileSync('taskset', ['-cp', String(core), String(pid)], { stdio: 'ignore' })
  } catch {
    // Without taskset processes move between cores; the figures are then less quiet.
  }
}
