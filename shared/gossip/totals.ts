/** The figures of one peer's gossip so far. Pieces are counted as they are delivered, whole. */
export class Figures {
  /** The round under way, counted from joining. */
  round = 0
  /** The rounds it took to hold everything; undefined until then. */
  rounds: number | undefined
  /** Pieces received, right and new. */
  useful = 0
  /** Pieces received in full although they were held or on their way already. */
  redundant = 0
  /** Pieces received that failed their check. */
  failed = 0
  /** Pieces sent in full. */
  sent = 0
  /** Sent, everything but the blocks themselves: headers, announces, bitmaps, news, requests. */
  controlBytes = 0
  /** Payload. Bytes. */
  uploaded = 0
  downloaded = 0
  wasted = 0

  /** Relative message redundancy (Plumtree, 2007): 0 is a tree. Undefined before the first piece. */
  get rmr(): number | undefined {
    const needed = this.useful
    return needed > 0 ? (this.useful + this.redundant + this.failed) / needed - 1 : undefined
  }
}

/** The figures of several peers together, as results report them. */
export interface GossipTotals {
  /** Until the last of them held everything; null while somebody does not. */
  readonly rounds: number | null
  /** Deliveries of whole pieces for each useful one, less one; null before the first. */
  readonly rmr: number | null
  readonly useful: number
  readonly redundant: number
  readonly controlBytes: number
}

type Counted = Pick<Figures, 'rounds' | 'useful' | 'redundant' | 'failed' | 'controlBytes'>

export function gossipTotals(peers: readonly Counted[]): GossipTotals {
  const all = new Figures()
  for (const { useful, redundant, failed, controlBytes } of peers) {
    all.useful += useful
    all.redundant += redundant
    all.failed += failed
    all.controlBytes += controlBytes
  }
  const rounds = peers.reduce((most, peer) => Math.max(most, peer.rounds ?? Number.NaN), 0)
  const { useful, redundant, controlBytes, rmr = null } = all
  return { rounds: Number.isNaN(rounds) ? null : rounds, rmr, useful, redundant, controlBytes }
}
