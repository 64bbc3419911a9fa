/** The component framework, filled with one mini-program: from a path to something that is drawn. */
import { globalOptions, type GeneralComponentDefinition, type template } from 'glass-easel'
import { MiniProgramEnv, type Root, type types } from 'glass-easel-miniprogram-adapter'
import { registerBuiltIns } from '../../built-ins/register'
import { evaluate } from '../mini-program/evaluate'
import type { Globals } from '../mini-program/logic-layer'
import type { MiniProgram, Unit } from '../mini-program/mini-program'
import { PhoneBackend } from './backend'
import { callHandler } from './event-shape'
import type { Styles } from './styles'

type StaticConfig = types.ComponentStaticConfig
type Templates = Record<string, template.ComponentTemplate['content']>

export interface Environment {
  /** Makes a page, with what it consists of, ready to be attached. Its script runs the first time. */
  createPage(path: string): Root
}

export interface EnvironmentParts {
  readonly miniProgram: MiniProgram
  readonly styles: Styles
  /** Runs a unit's script, if it has one, with these names in scope. */
  runScript(path: string, globals: Globals): void
  reportError(error: unknown): void
}

export function createEnvironment(parts: EnvironmentParts): Environment {
  const { miniProgram, styles } = parts
  globalOptions.writeIdToDOM = true
  const env = new MiniProgramEnv()
  const codeSpace = env.createCodeSpace('', true)
  const space = codeSpace.getComponentSpace()
  registerBuiltIns(space)
  const backend = env.associateBackend(new PhoneBackend())
  const templates = evaluateTemplates(miniProgram.templates)
  styles.add('app', miniProgram.styles.app ?? '', 'app')
  const defined = new Set<string>()

  function define(path: string): void {
    if (defined.has(path)) return
    defined.add(path)
    const unit = miniProgram.units[path]
    if (!unit) throw new Error(`there is no page or component "${path}"`)
    for (const used of Object.values(unit.usingComponents)) define(used)
    const content = templates[path]
    if (content) codeSpace.addCompiledTemplate(path, { groupList: templates, content })
    const setConfig = (options: ComponentOptions = {}) => {
      const config = staticConfig(unit, options)
      codeSpace.addComponentStaticConfig(path, config)
      codeSpace.addStyleSheet(path, undefined, unit.scope)
      addStyle(path, unit, config)
    }
    runUnit(path, setConfig)
  }

  /** Without a definition, because its script threw or made none, it is drawn as the template says. */
  function runUnit(path: string, setConfig: (options?: ComponentOptions) => void): void {
    let definition: GeneralComponentDefinition | undefined
    const found = () => space.getComponentByUrlWithoutDefault(`/${path}`, '')
    try {
      codeSpace.componentEnv(path, ({ Page, Component, Behavior }) => {
        parts.runScript(path, {
          Behavior,
          Page(options: PageOptions) {
            setConfig()
            Page(options)
          },
          Component(options: { readonly options?: ComponentOptions } = {}) {
            setConfig(options.options)
            Component(options as object)
          },
        })
      })
      definition = found() ?? undefined
      if (!definition) {
        throw new Error(
          `"${path}" has not been registered: ${path}.js calls neither Page() nor Component()`,
        )
      }
    } catch (error) {
      parts.reportError(error)
    }
    if (!definition) {
      setConfig()
      codeSpace.component(path).register()
      definition = found() ?? undefined
    }
    // Ids are written as the mini-program gives them, so that `#id` in a style sheet finds them.
    if (definition) definition.getComponentOptions().idPrefixGenerator = null
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
    createPage(path) {
      define(path)
      return backend.createRoot('page', codeSpace, `/${path}`)
    },
  }
}

type PageOptions = Record<string, unknown>

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
