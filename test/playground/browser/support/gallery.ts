/** A mini-program, as compiled, that does nothing of its own: two tabs and a page above them, for tests that call `wx`. */

const tab = (name: string) => ({ pagePath: `pages/${name}/${name}`, text: name })

const page = (name: string, wxml: string, js = 'Page({})') => ({
  [`pages/${name}/${name}.json`]: JSON.stringify({ navigationBarTitleText: name }),
  [`pages/${name}/${name}.wxml`]: wxml,
  [`pages/${name}/${name}.js`]: js,
  [`pages/${name}/${name}.wxss`]: '',
})

export const gallery: Record<string, string> = {
  'app.json': JSON.stringify({
    pages: ['first', 'second', 'above'].map((name) => `pages/${name}/${name}`),
    darkmode: true,
    themeLocation: 'theme.json',
    window: { navigationBarBackgroundColor: '@bar', navigationBarTextStyle: '@text' },
    tabBar: {
      color: '@quiet',
      selectedColor: '@ink',
      backgroundColor: '@bar',
      borderStyle: '@line',
      list: [tab('first'), tab('second')],
    },
  }),
  'theme.json': JSON.stringify({
    light: { bar: '#ffffff', text: 'black', quiet: '#5f5f5f', ink: '#067a45', line: 'black' },
    dark: { bar: '#1c1c1c', text: 'white', quiet: '#a8a8a8', ink: '#3ecf7a', line: 'white' },
  }),
  // Tests reach `wx` through the app, as nothing of the mini-program is global.
  'app.js': 'App({ wx })',
  'app.wxss': 'page { padding: 16px }',
  ...page(
    'first',
    '<view id="box" style="width:100px;height:40px"></view>' +
      '<view style="height:1500px"></view><view id="end">end</view>',
  ),
  ...page(
    'second',
    '<button bindtap="locate">locate</button>',
    'Page({ locate() { wx.getLocation({}) } })',
  ),
  ...page('above', '<input placeholder="name" />'),
}
