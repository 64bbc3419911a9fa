/** The reports that are checked in, each with where it comes from. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceReport } from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import { hostProfiles, type HostProfile } from '../../src/testing'
import { answerOf } from './answers'
import type { Person } from './fake-phone'

/** A report as it lies in `reports/`. */
export interface KnownReport extends DeviceReport {
  /** Who sent it, as a link; of a fake, how it was made. */
  readonly from: string
}

export const REPORTS_DIR = join(__dirname, 'reports')

export function readReports(): readonly { readonly file: string; readonly report: KnownReport }[] {
  const files = readdirSync(REPORTS_DIR).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => ({
    file,
    report: JSON.parse(readFileSync(join(REPORTS_DIR, file), 'utf8')) as KnownReport,
  }))
}

/** What is known of the host without its report. */
export function baseOf({ host }: DeviceReport): HostProfile {
  const { ios, android, devtools } = hostProfiles
  if (host.platform === 'devtools') return devtools
  return host.platform === 'ios' ? ios : android
}

/** What the report says of the phone that is no part of a host's profile. */
export function personOf(report: DeviceReport): Person {
  const lock = answerOf(report, 'lock-10s') as { isHideTold?: boolean } | undefined
  return { lockIsTold: lock?.isHideTold ?? true }
}
