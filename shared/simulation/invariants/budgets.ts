/** What remotes can make a peer do and keep: messages on a link, and pieces begun. */
import type { Message } from '../../wire/message.ts'
import { type Invariant, invariant, type Truth } from './invariant.ts'

/** Repeats the limits of `peer/budget.ts` on purpose: at once, and a second. Finds wrong ones. */
const MOST: Partial<Record<Message['type'], readonly [number, number]>> = {
  handshake: [1, 0],
  keepAlive: [100, 1],
  choke: [1_000, 500],
  unchoke: [1_000, 500],
  interested: [1_000, 500],
  notInterested: [1_000, 500],
  have: [10_000, 10_000],
  request: [10_000, 20_000],
  cancel: [10_000, 10_000],
  reject: [5_000, 1_000],
  suggest: [1_000, 10],
  allowedFast: [1_000, 10],
}

export function floods(): Invariant {
  return invariant('flooded', must => ({
    turned(ledger, input) {
      if (input.type !== 'message') return
      const { type } = input.message
      const link = ledger.links.get(input.link)
      const most = MOST[type]
      if (link === undefined || most === undefined) return
      const [burst, perSecond] = most
      const ageSec = (ledger.clockMs - link.openedMs) / 1_000
      const pieces = type === 'have' ? ledger.info.pieceCount : 0
      const said = link.said.get(type) ?? 0
      // A bucket is filled when it is empty: two bursts may pass at once.
      const isFine = said <= 2 * burst + perSecond * ageSec + pieces
      must(isFine, () => `${ledger.name} has heard ${said} of ${type} from ${link.remote}`)
    },
  }))
}

export function begun({ maxBegunBytes }: Truth): Invariant {
  return invariant('begun', must => ({
    swept(ledger, { partials }) {
      if (maxBegunBytes === undefined) return
      const { pieceLength } = ledger.info
      const bytes = partials.reduce(
        (sum, { blocks }) => sum + Math.min(blocks * ledger.blockBytes, pieceLength),
        0,
      )
      const most = Math.max(maxBegunBytes, 2 * pieceLength)
      must(bytes <= most, () => `${ledger.name} has begun ${bytes} bytes of pieces`)
    },
  }))
}
