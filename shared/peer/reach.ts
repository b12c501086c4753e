/** How the two ends of a link reach each other, as the host has found out (RFC 8445). */
export type Reach =
  /** Each has the other at its own address: no router in between rewrites it. */
  | 'same-network'
  /** At the addresses that routers have given them. */
  | 'direct'
  /** By a TURN server, which everything passes twice. */
  | 'relayed'
