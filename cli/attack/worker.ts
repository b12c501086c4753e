/** A child process of an attack's run: who attacks, who swallows, or who is honest, by its first argument. */
import { answerCalls } from '../child.ts'
import { attacker } from './server/attacker.ts'
import { honest } from './server/honest.ts'
import { sink } from './server/sink.ts'

const ROLES = { attacker, honest, sink }
export type Roles = typeof ROLES

answerCalls(ROLES)
