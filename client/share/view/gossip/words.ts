/** A way to gossip in words. */
import type { GossipStyle } from '../../../host/api.ts'

/** 'By push, informed: a round every 1 s, 3 others spoken to in each.' */
export const styleInWords = ({ mode, fidelity, roundMs, fanOut }: GossipStyle): string =>
  `By ${mode}, ${fidelity}: a round every ${roundMs / 1000}\u00a0s, ${fanOut} ${fanOut === 1 ? 'other' : 'others'} spoken to in each.`
