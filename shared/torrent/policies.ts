export const CHOKINGS = ['slots', 'turns'] as const
export type ChokingName = (typeof CHOKINGS)[number]

/** What the BitTorrent exchange can be told to do otherwise: the knobs of an experiment. */
export interface BitTorrentPolicies {
  /**
   * `slots`: the best by rate and one by chance, side by side (BEP 3). `turns`: one whole piece to one
   * remote at a time, and asking to match: for swarms whose lines are alike (see turns.ts).
   */
  readonly choking: ChokingName
  /**
   * The first so many pieces are random, so that a newcomer soon has something to give; from then on
   * the rarest first (BEP 3; libtorrent: 4).
   */
  readonly randomFirst: number
  /** Upload slots by rate; one optimistic slot comes on top. */
  readonly uploadSlots: number
  /**
   * Who begins as the only seeder shows each remote one piece at a time, and the next when that has
   * been passed on (BEP 16): for those whose own line is the dearest.
   */
  readonly superSeeding: boolean
}

/** BEP 3 gives four slots; one more is optimistic. */
export const DEFAULT_POLICIES: BitTorrentPolicies = {
  choking: 'slots',
  uploadSlots: 4,
  randomFirst: 4,
  superSeeding: false,
}
