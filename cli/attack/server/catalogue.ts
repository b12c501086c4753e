/** All floods of the server. */
import type { ServerAttack } from '../attack.ts'
import { CONNECTION_ATTACKS } from './connections.ts'
import { EMULATION_ATTACKS } from './emulations.ts'
import { MESSAGE_ATTACKS } from './messages.ts'
import { REQUEST_ATTACKS } from './requests.ts'
import { SWARM_ATTACKS } from './swarms.ts'

export const SERVER_ATTACKS: readonly ServerAttack[] = [
  ...CONNECTION_ATTACKS,
  ...SWARM_ATTACKS,
  ...MESSAGE_ATTACKS,
  ...EMULATION_ATTACKS,
  ...REQUEST_ATTACKS,
]
