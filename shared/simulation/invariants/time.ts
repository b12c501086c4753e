/** Time: peers ask to be woken later, not again and again for now. */
import { type Invariant, must } from './invariant.ts'

/** What a peer may be told at one instant: a burst of messages that waited for it, at the most. */
const MAX_STEPS_AT_ONCE = 50_000

export function pace(): Invariant {
  const steps = new Map<string, { atMs: number; count: number }>()
  return {
    name: 'paced',
    turned(ledger, { type }, { peer }) {
      if (type === 'tick') {
        const deadline = peer.nextDeadline() ?? Number.POSITIVE_INFINITY
        const isLater = deadline > ledger.clockMs
        must(
          isLater,
          'paced',
          () => `${ledger.name} wants to be woken at ${deadline}, which is past`,
        )
      }
      const step = steps.get(ledger.id)
      if (step?.atMs !== ledger.clockMs) steps.set(ledger.id, { atMs: ledger.clockMs, count: 1 })
      else step.count++
      const isBusy = step !== undefined && step.count > MAX_STEPS_AT_ONCE
      must(!isBusy, 'paced', () => `${ledger.name} is kept busy at one instant`)
    },
  }
}
