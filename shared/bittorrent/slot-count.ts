/**
 * How many upload slots there are, when it is not a fixed number: one more as long as each is worth
 * it (libtorrent's rate_based_choker). A line that is full gives its slots less and less, and so gets
 * no more of them; one that is idle gets one more each round.
 */

export const SLOT_RULES = ['fixed', 'by-rate'] as const
export type SlotRule = (typeof SLOT_RULES)[number]

/** Bytes/s that the first slot must take, and how much more each further one. */
const FIRST_SLOT_RATE = 1024
const RATE_STEP = 2048

/** `rates`: bytes/s that each remote takes. */
export function slotsByRate(rates: readonly number[]): number {
  let slots = 0
  for (const rate of [...rates].sort((a, b) => b - a)) {
    if (rate < FIRST_SLOT_RATE + slots * RATE_STEP) break
    slots++
  }
  return slots + 1
}
