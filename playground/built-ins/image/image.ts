import { defineBuiltIn } from '../built-in'
import { expose } from '../exposed'

/** https://developers.weixin.qq.com/miniprogram/dev/component/image.html: the rest of `mode` are places, such as `top left`. */
const FITS: Readonly<Record<string, string>> = {
  scaleToFill: 'fill',
  aspectFit: 'contain',
  aspectFill: 'cover',
  widthFix: 'fill',
  heightFix: 'fill',
}

export const image = defineBuiltIn({
  tag: 'image',
  attributes: { src: '', mode: 'scaleToFill', lazyLoad: false },
  setUp({ element, addressOf, fire }) {
    const picture = document.createElement('img')
    // Decoration, unless `aria-label` says what it shows.
    picture.alt = ''
    element.append(picture)
    expose(element, { control: picture })
    picture.addEventListener('load', () => {
      picture.classList.remove('wx-is-broken')
      fire('load', { width: picture.naturalWidth, height: picture.naturalHeight })
    })
    picture.addEventListener('error', () => {
      // WeChat draws nothing, a browser its own sign.
      picture.classList.add('wx-is-broken')
      fire('error', { errMsg: `GET ${picture.src} failed` })
    })
    return {
      src(src) {
        if (src === '') picture.removeAttribute('src')
        else picture.src = /^(https?:|data:|blob:|\/\/)/.test(src) ? src : addressOf(src)
      },
      mode(mode) {
        element.dataset.mode = mode
        picture.style.objectFit = FITS[mode] ?? 'none'
        picture.style.objectPosition = mode in FITS ? '' : mode
      },
      lazyLoad: (isLazy) => (picture.loading = isLazy ? 'lazy' : 'eager'),
    }
  },
})
