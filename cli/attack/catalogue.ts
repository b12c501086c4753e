/** All attacks, in the order in which they are run. */
import type { Attack } from './attack.ts'
import { LINK_ATTACKS } from './link/attacks.ts'
import { SERVER_ATTACKS } from './server/catalogue.ts'
import { CANDIDATES } from './tab/candidates.ts'
import { OFFER_ATTACKS } from './tab/offers.ts'
import { SQUATTING } from './tab/squatting.ts'

export const ATTACKS: readonly Attack[] = [
  ...SERVER_ATTACKS,
  ...OFFER_ATTACKS,
  SQUATTING,
  CANDIDATES,
  ...LINK_ATTACKS,
]
