/** WeChat's own component framework (glass-easel) in jsdom: pages and components from WXML and script, with their life by hand. */
import {
  CurrentWindowBackendContext,
  type Element,
  type GeneralComponent,
  globalOptions,
  triggerEvent,
} from 'glass-easel'
import { type CodeSpace, MiniProgramEnv, type Root } from 'glass-easel-miniprogram-adapter'
import { TmplGroup } from 'glass-easel-template-compiler'

/** A page or a component, as its files say. */
export interface Source {
  readonly wxml: string
  readonly usingComponents?: Readonly<Record<string, string>>
  /** Runs with `Page`, `Component` and `Behavior` as globals. */
  readonly script: () => void
}

export interface OpenPage {
  readonly data: Readonly<Record<string, unknown>>
  readonly dom: HTMLElement
  /** What `this` is in the page's own functions. */
  readonly instance: Record<string, (...args: unknown[]) => unknown>
  /** The page comes to the foreground: `pageLifetimes.show`, then `onShow`. */
  show(): void
  hide(): void
  /** `onUnload`, then `detached`. */
  close(): void
  /** A tap on what the selector finds in a component of the page, or in the page. */
  tap(selector: string, component?: string): void
}

export interface Framework {
  add(path: string, source: Source): void
  /** `attached`, then `onLoad`, then show: https://developers.weixin.qq.com/community/develop/article/doc/000002e9b647c833cab9ef81f51c13 */
  open(path: string, query?: Readonly<Record<string, string>>): OpenPage
}

export function createFramework(): Framework {
  // A mistake in a lifetime is reported and the rest goes on, as on a phone.
  globalOptions.throwGlobalError = false
  const env = new MiniProgramEnv()
  const space = env.createCodeSpace('', true)
  const backend = env.associateBackend(new CurrentWindowBackendContext())
  return {
    add: (path, source) => addSource(space, path, source),
    open(path, query = {}) {
      const root = backend.createRoot('page', space, path)
      const placeholder = document.createElement('div')
      document.body.append(placeholder)
      root.attach(document.body as never, placeholder as never)
      return createPage(root, query)
    },
  }
}

function addSource(space: CodeSpace, path: string, source: Source): void {
  const group = new TmplGroup()
  group.addTmpl(path, source.wxml)
  // The compiler gives the text of an expression.
  const groupList = new Function(`return ${group.getTmplGenObjectGroups()}`)() as Record<
    string,
    never
  >
  group.free()
  space.addComponentStaticConfig(path, { usingComponents: { ...source.usingComponents } })
  space.addCompiledTemplate(path, {
    groupList,
    content: groupList[path] as never,
    // `bindtap` beside `bind:tap`: here `view` and `text` are no components of their own.
    fallbackListenerOnNativeNode: true,
  })
  space.globalComponentEnv(globalThis, path, source.script)
}

function createPage(root: Root, query: object): OpenPage {
  const component = root.getComponent()
  const instance = component.getMethodCaller() as unknown as OpenPage['instance']
  const call = (name: string) => instance[name]?.({})
  const visit = (lifetime: string, name: string) => {
    component.triggerPageLifetime(lifetime, [] as never)
    call(name)
  }
  instance['onLoad']?.(query)
  visit('show', 'onShow')
  return {
    get data() {
      return component.data as Record<string, unknown>
    },
    dom: component.getBackendElement() as unknown as HTMLElement,
    instance,
    show: () => visit('show', 'onShow'),
    hide: () => visit('hide', 'onHide'),
    close() {
      call('onUnload')
      root.release()
    },
    tap(selector, inside) {
      const owner = inside === undefined ? component : (find(component, inside) as GeneralComponent)
      triggerEvent(find(owner, selector), 'tap', {}, { bubbles: true, composed: true })
    },
  }
}

function find(owner: GeneralComponent, selector: string): Element {
  const found = owner.getShadowRoot()?.querySelector(selector)
  if (!found) throw new Error(`there is no ${selector} in ${owner.is}`)
  return found
}
