/** The component framework, filled with one mini-program: from a path to something that is drawn. */
import { globalOptions, type template } from 'glass-easel'
import { MiniProgramEnv, type Root, type types } from 'glass-easel-miniprogram-adapter'
import type { Services } from '../../built-ins/built-in'
import { registerBuiltIns } from '../../built-ins/register'
import { builtIns } from '../../built-ins/tags'
import { evaluate } from '../mini-program/evaluate'
import type { Globals } from '../mini-program/logic-layer'
import type { MiniProgram, Unit } from '../mini-program/mini-program'
import { PhoneBackend } from './backend'
import { callHandler } from './event-shape'
import { createReadyQueue } from './ready-queue'
import type { Styles } from './styles'

type StaticConfig = types.ComponentStaticConfig
type Templates = Record<string, template.ComponentTemplate['content']>

export interface Environment {
  /** `Page`, `Component` and `Behavior`. */
  readonly globals: Globals
  /** Makes a page, with what it consists of, ready to be attached. Its script runs the first time. */
  createPage(path: string): Root
  /** Runs `ready` of the components that were attached and have not had it. */
  flushReady(): void
}

export interface EnvironmentParts {
  readonly miniProgram: MiniProgram
  readonly styles: Styles
  /** Runs the script of a page or component, if it has one. */
  runScript(path: string): void
  readonly services: Services
  reportError(error: unknown): void
}

export function createEnvironment(parts: EnvironmentParts): Environment {
  const { miniProgram, styles } = parts
  globalOptions.writeIdToDOM = true
  const env = new MiniProgramEnv()
  const codeSpace = env.createCodeSpace('', true)
  const space = codeSpace.getComponentSpace()
  registerBuiltIns(space, parts.services)
  const readyQueue = createReadyQueue(space)
  codeSpace.setOverallBehavior(readyQueue.behavior)
  const backend = env.associateBackend(new PhoneBackend(reportUnknownTag(parts)))
  const templates = evaluateTemplates(miniProgram.templates)
  styles.add('app', miniProgram.styles.app ?? '', 'app')
  const defined = new Set<string>()
  let current: Current | null = null

  function define(path: string): void {
    if (defined.has(path)) return
    defined.add(path)
    const unit = miniProgram.units[path]
    if (!unit) throw new Error(`there is no page or component "${path}"`)
    for (const used of Object.values(unit.usingComponents)) define(used)
    const content = templates[path]
    if (content) codeSpace.addCompiledTemplate(path, { groupList: templates, content })
    register(path, unit)
  }

  /** Without a definition, because its script threw or made none, it is drawn as the template says. */
  function register(path: string, unit: Unit): void {
    const outer = current
    current = { path, unit }
    const find = () => space.getComponentByUrlWithoutDefault(`/${path}`, '')
    try {
      parts.runScript(path)
      if (!find()) throw new Error(`${path}.js calls neither Page() nor Component()`)
    } catch (error) {
      parts.reportError(error)
    }
    current = outer
    if (!find()) {
      prepare({ path, unit }, {})
      codeSpace.component(path).register()
    }
    // Ids are written as the mini-program gives them, so that `#id` in a style sheet finds them.
    const options = find()?.getComponentOptions()
    if (options) options.idPrefixGenerator = null
  }

  function prepare({ path, unit }: Current, options: ComponentOptions): void {
    const config = staticConfig(unit, options)
    codeSpace.addComponentStaticConfig(path, config)
    codeSpace.addStyleSheet(path, undefined, unit.scope)
    addStyle(path, unit, config)
  }

  /** The unit whose script runs just now: `Page()` and `Component()` are about it. */
  function takeCurrent(name: string): Current {
    if (!current) throw new Error(`${name}() is called outside the script of a page or component`)
    return current
  }

  function addStyle(path: string, unit: Unit, config: StaticConfig): void {
    const isOwn =
      !/shared$/.test(`${config.styleIsolation}`) || /apply/.test(`${config.styleIsolation}`)
    const css = (miniProgram.styles[path] ?? '').replaceAll(
      miniProgram.scopeMark,
      isOwn ? `${unit.scope}--` : '',
    )
    styles.add(path, css, unit.isPage ? 'page' : 'component')
  }

  return {
    globals: {
      Behavior: codeSpace.componentEnv('', ({ Behavior }) => Behavior),
      Page(definition: object = {}) {
        const unit = takeCurrent('Page')
        prepare(unit, {})
        codeSpace.component(unit.path).pageDefinition(definition).register()
      },
      Component(definition: Definition = {}) {
        const unit = takeCurrent('Component')
        prepare(unit, definition.options ?? {})
        codeSpace
          .component(unit.path)
          .definition(definition as object)
          .register()
      },
    },
    flushReady: readyQueue.flush,
    createPage(path) {
      define(path)
      return backend.createRoot('page', codeSpace, `/${path}`)
    },
  }
}

interface Current {
  readonly path: string
  readonly unit: Unit
}

/** What is given to `Component()`. */
interface Definition {
  readonly options?: ComponentOptions
}

/** `options` of `Component()`, as far as the adapter expects them in the JSON. */
interface ComponentOptions {
  readonly styleIsolation?: string
  readonly addGlobalClass?: boolean
}

/**
 * What the script says of style isolation wins over the JSON. A page shares its styles with the app unless it says so.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/wxml-wxss.html
 */
function staticConfig(unit: Unit, options: ComponentOptions): StaticConfig {
  const using = Object.entries(unit.usingComponents).map(([tag, path]) => [tag, `/${path}`])
  const isGlobal = options.addGlobalClass ?? unit.config.addGlobalClass === true
  const wanted = options.styleIsolation ?? unit.config.styleIsolation
  const usual = unit.isPage ? 'shared' : isGlobal ? 'apply-shared' : 'isolated'
  return {
    ...unit.config,
    component: !unit.isPage,
    usingComponents: Object.fromEntries(using) as Record<string, string>,
    styleIsolation: (wanted ?? usual) as NonNullable<StaticConfig['styleIsolation']>,
  }
}

function evaluateTemplates(source: string): Templates {
  const run = evaluate('templates', ['callHandler'], `return ${source}`)
  return run(callHandler) as Templates
}

/** A tag that is neither built in nor a component of the mini-program is told once. */
function reportUnknownTag({ miniProgram, reportError }: EnvironmentParts): (tag: string) => void {
  const known = new Set(['page', ...builtIns.map(({ tag }) => tag)])
  for (const { usingComponents, config } of Object.values(miniProgram.units)) {
    for (const tag of Object.keys(usingComponents)) known.add(tag)
    for (const tag of Object.keys(config.componentGenerics ?? {})) known.add(tag)
  }
  return (tag) => {
    if (known.has(tag)) return
    known.add(tag)
    reportError(new Error(`<${tag}> is not in the playground (playground/README.md lists what is)`))
  }
}
