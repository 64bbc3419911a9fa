/** What the mini-program's code threw: shown, told to `wx.onError`, reported; and the rest goes on. */
import type { Chrome, WxParts } from '../ports'
import type { Listeners } from './listeners'

export interface ErrorReports {
  reportError(error: unknown): string
  reportRejection(reason: unknown, promise: Promise<unknown>): string
}

export interface ErrorReportsSetup {
  readonly chrome: Pick<Chrome, 'showError'>
  readonly report: WxParts['report']
  readonly explain: (error: unknown) => string | null
  readonly errors: Listeners<string>
  readonly rejections: Listeners<{ readonly reason: string; readonly promise: Promise<unknown> }>
}

export function createErrorReports(setup: ErrorReportsSetup): ErrorReports {
  const { chrome, report, explain, errors, rejections } = setup

  function publish(error: unknown): string {
    const text = explain(error) ?? describeError(error)
    // With its stack, for the browser's own tools.
    console.error(error)
    chrome.showError(text)
    report({ type: 'error', text })
    return text
  }

  return {
    reportError(error) {
      const text = publish(error)
      errors.emit(addStack(text, error))
      return text
    },
    reportRejection(reason, promise) {
      const text = publish(reason)
      rejections.emit({ reason: addStack(text, reason), promise })
      return text
    },
  }
}

/** An error in one line: `TypeError: …`, the `errMsg` of a failed call, or whatever was thrown. */
export function describeError(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`
  const { errMsg } = (error ?? {}) as { errMsg?: unknown }
  return typeof errMsg === 'string' ? errMsg : `thrown: ${describeValue(error)}`
}

function describeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}

/** WeChat hands over one text, the message and below it the stack. */
function addStack(text: string, error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? `${text}\n${error.stack}` : text
}
