/** `App` and `getApp`, and the life of the one app. */

export function createAppRegistry() {
  /** @type {any} */
  let app
  return {
    globals: {
      App(/** @type {object} */ options = {}) {
        if (app) throw new Error('App() was called twice')
        app = { ...options }
      },
      getApp: () => app,
    },
    instance: () => app,
    /** @param {object} options what `onLaunch` and the first `onShow` are given */
    launch(options) {
      if (!app) throw new Error('app.js did not call App()')
      app.onLaunch?.(options)
      app.onShow?.(options)
    },
    show: () => app.onShow?.({}),
    hide: () => app.onHide?.({}),
  }
}
