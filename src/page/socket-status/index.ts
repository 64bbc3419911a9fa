/** `miniprogram-socket/socket-status/index`: the bar that says what is wrong with the connection. */
import { createStatusBar } from './status-bar'

declare const Component: (definition: object) => void

Component(createStatusBar())
