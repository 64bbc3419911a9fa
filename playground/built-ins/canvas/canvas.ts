import { defineBuiltIn } from '../built-in'
import { expose } from '../exposed'

export const canvas = defineBuiltIn({
  tag: 'canvas',
  attributes: { type: '', canvasId: '', disableScroll: false },
  setUp({ element, services, onDetached }) {
    const surface = document.createElement('canvas')
    element.append(surface)
    const frames = new Set<number>()
    onDetached(() => frames.forEach((frame) => cancelAnimationFrame(frame)))
    /**
     * The node of a selector query: the browser's canvas with what WeChat's has beside.
     * https://developers.weixin.qq.com/miniprogram/dev/api/canvas/Canvas.html
     */
    const node = Object.assign(surface, {
      createImage: () => new Image(),
      createImageData: (width: number, height: number) => new ImageData(width, height),
      createPath2D: (path?: Path2D | string) => new Path2D(path),
      requestAnimationFrame(run: (atMs: number) => void) {
        const frame = requestAnimationFrame((atMs) => {
          frames.delete(frame)
          run(atMs)
        })
        frames.add(frame)
        return frame
      },
      cancelAnimationFrame(frame: number) {
        frames.delete(frame)
        cancelAnimationFrame(frame)
      },
    })
    expose(element, { node, control: surface })
    return {
      type(type) {
        if (type === '' || type === '2d' || type === 'webgl') return
        services.reportError(
          new Error(`<canvas type="${type}"> is not in the playground: use "2d"`),
        )
      },
      disableScroll: (isStill) => (element.style.touchAction = isStill ? 'none' : ''),
    }
  },
})
