/** A realm with only what the logic layer of a mini-program has (rule E5). */
export { createWxRealm, loadInWxRealm } from '../../scripts/mini-program/wx-realm.mjs'
