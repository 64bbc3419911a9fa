/** What frameworks make of a host, as their own code does it, and no more of them than a socket meets. */

type Call = (...args: unknown[]) => unknown
interface Options {
  success?: (result: object) => void
  fail?: (failure: unknown) => void
  complete?: (result: unknown) => void
}

/** Which of the host's parts there are may change while a test runs. */
const through = (host: object, own: (name: string, method: Call) => unknown): object =>
  new Proxy(host, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function'
        ? own(String(name), (...args) => Reflect.apply(value, target, args) as unknown)
        : value
    },
  })

/** `Taro` in a mini-program: @tarojs/shared 4.2.1, native-apis. `miniGlobal` is there from 3.0 on. */
export function createTaro(
  host: object,
  { env = 'WEAPP', hasMiniGlobal = true }: { env?: string; hasMiniGlobal?: boolean } = {},
): { readonly connectSocket: (options: never) => Promise<unknown> } {
  const taro = through(host, (name, method) =>
    name === 'connectSocket' ? promisify(method) : method,
  )
  const own: Record<string, unknown> = {
    getEnv: () => env,
    ...(hasMiniGlobal && { miniGlobal: host }),
  }
  return new Proxy(taro, {
    get: (target, name) => own[String(name)] ?? Reflect.get(target, name),
  }) as ReturnType<typeof createTaro>
}

/** The task comes in a promise that is kept one turn after `success`. */
function promisify(connectSocket: Call): (options?: Options) => Promise<unknown> {
  return (options = {}) => {
    let task: object | null = null
    return new Promise((resolve, reject) => {
      task = connectSocket({
        ...options,
        success(result: object) {
          options.success?.(result)
          resolve(Promise.resolve().then(() => (task ? Object.assign(task, result) : result)))
        },
        fail(failure: unknown) {
          options.fail?.(failure)
          reject(failure as Error)
        },
      }) as object | null
    })
  }
}

/** `uni` in a mini-program: @dcloudio/uni-mp-weixin 3.0.0-alpha-5020620260914001, `promisify`. */
export function createUni(host: object): { readonly connectSocket: (options: never) => unknown } {
  return through(host, (name, method) => {
    if (name !== 'connectSocket') return method
    return (options: Options = {}) => {
      const hasCallback = [options.success, options.fail, options.complete].some(
        (callback) => typeof callback === 'function',
      )
      if (hasCallback) return method({ ...options })
      return new Promise((resolve, reject) => {
        method({ ...options, success: resolve, fail: reject })
      })
    }
  }) as ReturnType<typeof createUni>
}
