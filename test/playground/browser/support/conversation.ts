/** What a person does and sees in a room of the demo's chat; shared with the script that makes the pictures. */
export {
  enterRoom,
  linesOf,
  roomIn,
  say,
  type Line,
} from '../../../../scripts/playground/conversation.mjs'
