/** The last minutes of a socket: its states, its round trips, its retries, and how its links ended. */
import type { Socket, SocketState } from 'miniprogram-socket'
import { recordSocket } from '../../utils/socket-recorder'
import { STATE_COLORS } from '../../utils/state-colors'
import { HEIGHT_PX } from './paint'
import { createView } from './view'
import type { Canvas, TimelineView } from './view'

/** Each from attached to detached. */
const views = new WeakMap<object, TimelineView>()

Component({
  properties: {
    /** Where the socket is: `getApp().socket`. */
    from: { type: String, value: 'socket' },
    /** How many minutes are seen. */
    minutes: { type: Number, value: 3 },
  },

  data: {
    heightPx: HEIGHT_PX,
    legend: (Object.keys(STATE_COLORS) as SocketState[]).map((state) => ({
      state,
      color: STATE_COLORS[state],
    })),
    summary: '',
  },

  observers: {
    // Also called before `attached`, when there is nothing to begin anew.
    'from, minutes'() {
      if (views.has(this)) this.begin()
    },
  },

  lifetimes: {
    attached() {
      this.begin()
    },
    detached() {
      views.get(this)?.end()
      views.delete(this)
    },
  },

  pageLifetimes: {
    show() {
      views.get(this)?.show()
    },
    hide() {
      views.get(this)?.hide()
    },
    resize() {
      views.get(this)?.resize()
    },
  },

  methods: {
    begin() {
      views.get(this)?.end()
      const { from, minutes } = this.properties
      // Outside of an app, as where a component is shown by itself, there is none.
      const app = getApp() as Record<string, Socket | undefined> | undefined
      const socket = app?.[from]
      if (!socket) return console.warn(`socket-timeline: getApp().${from} is no socket`)
      const view = createView(recordSocket(socket), minutes, {
        setSummary: (summary) => this.setData({ summary }),
        findCanvas: (found) =>
          this.createSelectorQuery()
            .select('.canvas')
            .fields({ node: true, size: true })
            .exec(([canvas]: [Canvas | undefined]) => found(canvas)),
      })
      views.set(this, view)
      view.show()
    },
  },
})
