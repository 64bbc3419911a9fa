/** Hands an event to a handler of the mini-program in the shape that WeChat gives it. */
import type { Element as FrameworkElement, ShadowedEvent, GeneralComponent } from 'glass-easel'
import { hostOf } from './instances'

/** What a handler finds under `target` and `currentTarget`. */
interface EventTarget {
  readonly id: string
  readonly dataset: Record<string, unknown>
  readonly offsetLeft: number
  readonly offsetTop: number
}

/**
 * Called by the compiled templates for every handler. `false` would stop the event in the framework, and does nothing
 * on WeChat; a returned text is meant for `input`, which takes it as its new value.
 */
export function callHandler(
  instance: GeneralComponent,
  event: ShadowedEvent<unknown>,
  handler: (event: unknown) => unknown,
): unknown {
  const answer = handler.call(instance, toWeChatEvent(event))
  return typeof answer === 'boolean' ? undefined : answer
}

function toWeChatEvent(event: ShadowedEvent<unknown>): object {
  return {
    type: event.getEventName(),
    timeStamp: event.timeStamp,
    target: toTarget(event.target),
    currentTarget: toTarget(event.currentTarget),
    mark: event.mark ?? {},
    detail: event.detail,
    // `touches` and `changedTouches`, of what fingers do.
    ...event.extraFields,
  }
}

function toTarget(target: FrameworkElement): EventTarget {
  const element = hostOf(target)
  return {
    id: target.id,
    dataset: { ...target.dataset },
    offsetLeft: element?.offsetLeft ?? 0,
    offsetTop: element?.offsetTop ?? 0,
  }
}
