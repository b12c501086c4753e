/** How a torrent's pieces travel, as a person chooses it, checked. */

import { BLOCK_BYTES_LIMITS, PIECES_AT_ONCE_LIMITS } from '../../../shared/bittorrent/fidelity.ts'
import {
  type BitTorrentPolicies,
  DEFAULT_POLICIES,
  POLICY_WORDS,
} from '../../../shared/bittorrent/policies.ts'
import {
  DEFAULT_GOSSIP,
  GossipStyleError,
  parseGossipStyle,
} from '../../../shared/wire/gossip-style.ts'
import { type ErrorDetail, type GossipStyle, HostError } from '../api.ts'

export { DEFAULT_GOSSIP }

const POLICY_CHOICES: Readonly<Record<keyof typeof POLICY_WORDS, Record<string, string>>> =
  POLICY_WORDS

/** With more slots each remote gets a trickle. */
const MAX_UPLOAD_SLOTS = 100

/** No torrent has more pieces. */
const MAX_RANDOM_FIRST = 0x200000

/** Throws a `HostError` that says what to do. */
export function checkPolicies(policies: BitTorrentPolicies): void {
  const { uploadSlots, randomFirst, playRateBytesPerSec, piecesAtOnce, blockBytes } = policies
  if (!isWholeUpTo(uploadSlots, MAX_UPLOAD_SLOTS) || uploadSlots === 0)
    refuse(`Serve 1 to ${MAX_UPLOAD_SLOTS} others at once.`, {
      kind: 'upload-slots',
      most: MAX_UPLOAD_SLOTS,
    })
  if (!isWholeUpTo(randomFirst, MAX_RANDOM_FIRST))
    refuse('Choose how many pieces come at random: 0 or more.', { kind: 'random-first' })
  if (!(playRateBytesPerSec > 0 && playRateBytesPerSec < Number.POSITIVE_INFINITY))
    refuse('Choose how fast it is played: above 0.', { kind: 'play-rate' })
  const { least, most } = BLOCK_BYTES_LIMITS
  if (!isWholeUpTo(blockBytes, most) || blockBytes < least)
    refuse(`Choose blocks of ${least} to ${most} bytes.`, { kind: 'block-bytes', least, most })
  if (!isWholeUpTo(piecesAtOnce, PIECES_AT_ONCE_LIMITS.most) || piecesAtOnce === 0)
    refuse(`Fetch 1 to ${PIECES_AT_ONCE_LIMITS.most} pieces at once.`, {
      kind: 'pieces-at-once',
      most: PIECES_AT_ONCE_LIMITS.most,
    })
  const given = new Map<string, unknown>(Object.entries(policies))
  const isLike = Object.entries(DEFAULT_POLICIES).every(
    ([name, value]) => typeof given.get(name) === typeof value,
  )
  const isOffered = Object.entries(POLICY_CHOICES).every(([name, answers]) =>
    Object.hasOwn(answers, String(given.get(name))),
  )
  if (!isLike || !isOffered)
    refuse('Choose one of the ways that are offered.', { kind: 'unknown-way' })
}

const isWholeUpTo = (amount: number, most: number): boolean =>
  Number.isInteger(amount) && amount >= 0 && amount <= most

function refuse(sentence: string, detail: ErrorDetail): never {
  throw new HostError('bad-policy', sentence, { detail })
}

/** Throws a `HostError` that says what to do. */
export function checkGossip(style: GossipStyle): void {
  try {
    const words = Object.entries(style).map(([field, value]) => [field, String(value)])
    parseGossipStyle(Object.fromEntries(words))
  } catch (error) {
    if (!(error instanceof GossipStyleError)) throw error
    throw new HostError('bad-gossip', error.message, { cause: error })
  }
}
