/** Waiting for what is to be true in a while; shared with the script that makes the pictures. */
export { EXPIRY_MS, eventually } from '../../../../scripts/playground/eventually.mjs'
