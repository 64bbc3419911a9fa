/** The shapes by their names in a profile. */
import type { HostProfile } from '../host-profile'
import { alipayShape } from './alipay-shape'
import type { HostShape } from './host-shape'
import { baiduShape, douyinShape, qqShape, wxShape } from './look-alike-shapes'

const shapes: { readonly [Name in HostProfile['shape']]: HostShape } = {
  wx: wxShape,
  douyin: douyinShape,
  baidu: baiduShape,
  qq: qqShape,
  alipay: alipayShape,
}

/** The shape of a host. */
export const shapeOf = ({ shape }: HostProfile): HostShape => shapes[shape]
