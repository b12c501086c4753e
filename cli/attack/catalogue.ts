/** All attacks, in the order in which they are run. */
import type { Attack } from './attack.ts'
import { LINK_ATTACKS } from './link/attacks.ts'
import { SERVER_ATTACKS } from './server/catalogue.ts'

export const ATTACKS: readonly Attack[] = [...SERVER_ATTACKS, ...LINK_ATTACKS]
