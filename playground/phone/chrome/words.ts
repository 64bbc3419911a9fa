/** What the chrome itself says, in the phone's language. */

export interface Words {
  readonly back: string
  readonly home: string
  readonly more: string
  readonly close: string
  readonly dismiss: string
  readonly cancel: string
  readonly restart: string
  readonly choose: string
  readonly loading: string
  readonly tabBar: string
  readonly unread: string
  readonly inBackground: string
  readonly returnToApp: string
  readonly error: string
  readonly offline: string
  readonly network: string
}

const english: Words = {
  back: 'Back',
  home: 'Home',
  more: 'More',
  close: 'Close',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  restart: 'Restart the mini-program',
  choose: 'Choose',
  loading: 'Loading',
  tabBar: 'Tab bar',
  unread: 'unread',
  inBackground: 'In the background',
  returnToApp: 'Return to the app',
  error: 'Error',
  offline: 'No network',
  network: 'Network',
}

const chinese: Words = {
  back: '返回',
  home: '首页',
  more: '更多',
  close: '关闭',
  dismiss: '知道了',
  cancel: '取消',
  restart: '重新进入小程序',
  choose: '请选择',
  loading: '加载中',
  tabBar: '标签栏',
  unread: '未读',
  inBackground: '小程序在后台',
  returnToApp: '回到小程序',
  error: '错误',
  offline: '无网络',
  network: '网络',
}

export const wordsOf = (language: string): Words => (language.startsWith('zh') ? chinese : english)
