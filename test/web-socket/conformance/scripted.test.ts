/** Our class on a scripted fake `wx`. */
import { describeConformance } from './conformance'
import { createScriptedWorld } from './scripted-world'

describeConformance('our WebSocket on the scripted fake', createScriptedWorld)
