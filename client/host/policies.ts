/** What may be chosen of how a torrent's pieces travel, in words and checked. */
import {
  type BitTorrentPolicies,
  DEFAULT_POLICIES,
  POLICY_WORDS,
} from '../../shared/torrent/policies.ts'
import { HostError } from './api.ts'

/** Of each choice what the possible answers mean, by name. */
export const POLICY_CHOICES: Readonly<Record<keyof typeof POLICY_WORDS, Record<string, string>>> =
  POLICY_WORDS

/** Beyond, each gets a trickle. */
const MAX_UPLOAD_SLOTS = 100

/** More pieces no torrent has. */
const MAX_RANDOM_FIRST = 0x200000

/** Throws a `HostError` that says what to do. */
export function checkPolicies(policies: BitTorrentPolicies): void {
  const { uploadSlots, randomFirst, playRateBytesPerSec } = policies
  if (!isWholeUpTo(uploadSlots, MAX_UPLOAD_SLOTS) || uploadSlots === 0)
    refuse(`Serve 1 to ${MAX_UPLOAD_SLOTS} others at once.`)
  if (!isWholeUpTo(randomFirst, MAX_RANDOM_FIRST))
    refuse('Choose how many pieces come at random: 0 or more.')
  if (!(playRateBytesPerSec > 0 && playRateBytesPerSec < Number.POSITIVE_INFINITY))
    refuse('Choose how fast it is played: above 0.')
  const given = new Map<string, unknown>(Object.entries(policies))
  const isLike = Object.entries(DEFAULT_POLICIES).every(
    ([name, value]) => typeof given.get(name) === typeof value,
  )
  const isOffered = Object.entries(POLICY_CHOICES).every(([name, answers]) =>
    Object.hasOwn(answers, String(given.get(name))),
  )
  if (!isLike || !isOffered) refuse('Choose one of the ways that are offered.')
}

const isWholeUpTo = (amount: number, most: number): boolean =>
  Number.isInteger(amount) && amount >= 0 && amount <= most

function refuse(sentence: string): never {
  throw new HostError('bad-policy', sentence)
}
