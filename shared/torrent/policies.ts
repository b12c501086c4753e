/** What the BitTorrent exchange can be told to do otherwise: the knobs of an experiment. */
export interface BitTorrentPolicies {
  /** Upload slots by rate; one optimistic slot comes on top. */
  readonly uploadSlots: number
}

/** BEP 3 gives four slots; one more is optimistic. */
export const DEFAULT_POLICIES: BitTorrentPolicies = { uploadSlots: 4 }
