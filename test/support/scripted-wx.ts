/** The least `wx` that a socket can live on, driven by hand. Independent of `miniprogram-socket/testing`. */

export interface ScriptedTask {
  /** What was sent through it, in order. */
  readonly sent: readonly unknown[]
  open(): void
  message(data: unknown): void
  close(code: number, reason: string): void
}

interface SendOptions {
  readonly data: unknown
  readonly success: () => void
}

export function createScriptedWx(): {
  readonly wx: object
  readonly tasks: readonly ScriptedTask[]
} {
  const tasks: ScriptedTask[] = []
  const wx = {
    connectSocket() {
      const { native, task } = createTask()
      tasks.push(task)
      return native
    },
  }
  return { wx, tasks }
}

function createTask(): { readonly native: object; readonly task: ScriptedTask } {
  const listeners: Record<string, (event: unknown) => void> = {}
  const sent: unknown[] = []
  const native = {
    onOpen: (listener: () => void) => void (listeners['open'] = listener),
    onMessage: (listener: () => void) => void (listeners['message'] = listener),
    onError: (listener: () => void) => void (listeners['error'] = listener),
    onClose: (listener: () => void) => void (listeners['close'] = listener),
    send({ data, success }: SendOptions) {
      sent.push(data)
      success()
    },
    close: () => undefined,
  }
  const task = {
    sent,
    open: () => listeners['open']?.({ header: {} }),
    message: (data: unknown) => listeners['message']?.({ data }),
    close: (code: number, reason: string) => listeners['close']?.({ code, reason }),
  }
  return { native, task }
}
