/** The policies of the BitTorrent exchange that an experiment can change. */
import type { PickingName, PickingPolicies } from './piece-picker.ts'
import type { SeedingName, SlotRule } from './slot-choice.ts'

export interface BitTorrentPolicies extends PickingPolicies {
  /** How a seeder gives out slots (see slot-choice.ts); a leecher always plays tit-for-tat. */
  readonly seeding: SeedingName
  /**
   * How many slots there are. `by-line`: `uploadSlots`, and more while the line would be idle;
   * `by-rate`: as many as the line is worth (see `slotsByRate`), `uploadSlots` at first.
   */
  readonly slotRule: SlotRule
  /** Which piece to begin next (see piece-picker.ts). */
  readonly picking: PickingName
  /**
   * How many pieces a newcomer picks at random, to have something to give soon; from then on the rarest
   * first (BEP 3; libtorrent: 4).
   */
  readonly randomFirst: number
  /** How fast somebody plays what is coming; only the picking by deadline asks. */
  readonly playRateBytesPerSec: number
  /** Upload slots by rate; one optimistic slot comes on top. */
  readonly uploadSlots: number
  /**
   * A choked newcomer may have a few pieces (BEP 6, allowed fast). A latecomer has its first piece in
   * half the time; a crowd that joins together needs a tenth to a quarter longer.
   */
  readonly allowedFast: boolean
  /**
   * Pieces begun, in bytes together, or two pieces: what remotes can make us keep that send all blocks
   * but one. Fast links need 8 MB each under way; where there is no room, remotes share pieces.
   */
  readonly maxBegunBytes: number
  /** Super-seeding (BEP 16), for the only seeder at the start: each piece is uploaded about once. */
  readonly superSeeding: boolean
}

/** BEP 3 gives four slots; one more is optimistic. A film in good quality plays at 2 Mbit/s. */
export const DEFAULT_POLICIES: BitTorrentPolicies = {
  seeding: 'fastest-upload',
  slotRule: 'by-line',
  uploadSlots: 4,
  picking: 'random-first',
  randomFirst: 4,
  playRateBytesPerSec: 250_000,
  allowedFast: false,
  maxBegunBytes: 64 * 1024 * 1024,
  superSeeding: false,
}

/** For people who choose: what each policy does, in a sentence. */
export const POLICY_WORDS = {
  seeding: {
    'fastest-upload': 'Once finished, give to those who take fastest.',
    'round-robin': 'Once finished, give to everyone in turn, twenty pieces each.',
    'anti-leech': 'Once finished, give to those who have just begun or are nearly done.',
  },
  slotRule: {
    'by-line': 'As many uploads side by side as fill the line.',
    fixed: 'A fixed number of uploads side by side.',
    'by-rate': 'As many uploads side by side as the line is worth.',
  },
  picking: {
    'random-first': 'The first pieces at random, to have something to give; then the rarest first.',
    'rarest-first': 'Always the rarest first.',
    random: 'Always any piece, at random.',
    sequential: 'One after the other, from the beginning.',
    deadline: 'What a player needs next in order, the rest rarest first.',
  },
} as const satisfies {
  readonly seeding: Record<SeedingName, string>
  readonly slotRule: Record<SlotRule, string>
  readonly picking: Record<PickingName, string>
}
