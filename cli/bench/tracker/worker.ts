/** A process of the bench: a server or a load, by its first argument. See `PinnedProcess`. */
import { answerCalls } from '../../child.ts'
import { holders } from './holders.ts'
import { load } from './load.ts'
import { server } from './servers.ts'

const ROLES = { server, load, holders }
export type Roles = typeof ROLES

answerCalls(ROLES)
