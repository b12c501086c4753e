/** The policies of the BitTorrent exchange that an experiment can change. */
import { BLOCK_BYTES } from '../wire/message.ts'
import type { AskBy, Fidelity } from './fidelity.ts'
import type { PickingName, PickingPolicies } from './piece-picker.ts'
import type { SeedingName, SlotRule } from './slot-choice.ts'

export interface BitTorrentPolicies extends PickingPolicies {
  /** Whose client it is; the others' answers to the questions below may have no meaning for one. */
  readonly fidelity: Fidelity
  /** `literal`: pieces under way at once. */
  readonly piecesAtOnce: number
  /** `literal`: whether one remote is drawn for a whole piece, or one for each block. */
  readonly askBy: AskBy
  /** The length of the blocks that it asks for, in bytes: remotes serve any (BEP 3). */
  readonly blockBytes: number
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
  fidelity: 'standard',
  piecesAtOnce: 1,
  askBy: 'piece',
  blockBytes: BLOCK_BYTES,
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

/** The thesis's program has neither. */
const LITERAL: Partial<BitTorrentPolicies> = { superSeeding: false, allowedFast: false }

/** What is not chosen is as usual. */
export const policiesOf = (chosen: Partial<BitTorrentPolicies> = {}): BitTorrentPolicies => ({
  ...DEFAULT_POLICIES,
  ...chosen,
  ...(chosen.fidelity === 'literal' && LITERAL),
})

/** For people who choose: what each policy does, in a sentence. */
export const POLICY_WORDS = {
  fidelity: {
    standard: 'As BitTorrent clients do it: tit for tat, a queue of requests for each link.',
    literal:
      'As the program of the thesis does it: everybody is served, a piece is asked for whole.',
  },
  askBy: {
    piece: 'All blocks of a piece come from one of those who hold it, drawn by lot.',
    block: 'Each block comes from one of those who hold its piece, drawn by lot.',
  },
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
  readonly fidelity: Record<Fidelity, string>
  readonly askBy: Record<AskBy, string>
  readonly seeding: Record<SeedingName, string>
  readonly slotRule: Record<SlotRule, string>
  readonly picking: Record<PickingName, string>
}
