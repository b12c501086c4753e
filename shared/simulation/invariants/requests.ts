/** Requests and answers: only for pieces that the remote holds, within limits, each answered once. */
import { BLOCK_BYTES } from '../../wire/message.ts'
import { type Invariant, invariant, type Truth } from './invariant.ts'
import type { PeerLedger } from './ledger.ts'
import type { LinkLedger } from './link-ledger.ts'

/** Repeats the limits of `requester.ts`, `requests.ts` and `uploads.ts` on purpose: finds wrong ones. */
const MAX_ASKED = 500
const MAX_OWED = 2_000
const MAX_QUEUED_BYTES = 1024 * 1024
const MAX_COPIES = 3
const REQUEST_TIMEOUT_MS = 10_000
/** One of several connections of a link may stand still for long. */
const LANES_TIMEOUT_MS = 20_000
/** Requests are looked at once a second. */
const TICK_MS = 1_000

export function asking(): Invariant[] {
  return [
    invariant('asked', must => ({
      effect(ledger, effect) {
        if (effect.type !== 'send' || effect.message.type !== 'request') return
        const { piece, begin } = effect.message
        const link = ledger.links.get(effect.link)
        const may =
          link !== undefined &&
          (!link.peerChoking || link.allowedUs.has(piece)) &&
          link.remoteHas.has(piece) &&
          !link.asked.has(ledger.block({ piece, begin })) &&
          !ledger.content.held?.has(piece) &&
          !ledger.content.stages.has(piece)
        must(may, () => `${ledger.name} asks for ${piece}+${begin}: ${why(ledger, link, piece)}`)
      },
    })),
    invariant('copied', must => ({
      effect(ledger, effect) {
        if (effect.type !== 'log' || effect.event.event !== 'requested') return
        const { piece, begin, pick } = effect.event
        const copies = ledger.copies.get(ledger.block({ piece, begin })) ?? 0
        const most = pick === 'endgame' ? MAX_COPIES : 1
        must(copies <= most, () => `${ledger.name} asks ${copies} for ${piece}+${begin}`)
      },
      turned(ledger) {
        for (const { asked } of ledger.links.values()) {
          must(asked.size <= MAX_ASKED, () => `${ledger.name} waits for ${asked.size} blocks`)
        }
      },
    })),
  ]
}

function why({ content }: PeerLedger, link: LinkLedger | undefined, piece: number): string {
  if (link === undefined) return 'the link is closed'
  if (link.peerChoking && !link.allowedUs.has(piece)) return 'it is choked'
  if (!link.remoteHas.has(piece)) return 'the remote does not hold it'
  return content.held?.has(piece) ? 'it holds the piece' : 'it has been asked already, or has come'
}

export function waiting({ gossips, lanes }: Truth): Invariant {
  const limitMs = (lanes ? LANES_TIMEOUT_MS : REQUEST_TIMEOUT_MS) + TICK_MS
  return invariant('awaited', must => ({
    turned(ledger, { type }) {
      if (type !== 'tick') return
      for (const { asked } of ledger.links.values()) {
        // Maps keep the order of insertion: the first is the oldest.
        const [since = ledger.clockMs] = asked.values()
        const waitMs = ledger.clockMs - since
        must(waitMs < limitMs, () => `${ledger.name} has waited ${waitMs} ms for a block`)
      }
    },
    swept(ledger, { links }) {
      if (gossips) return
      for (const { remote, requestsOut } of links) {
        const link = [...ledger.links.values()].find(each => each.remote === remote)
        const asked = link?.asked.size ?? 0
        must(requestsOut === asked, () => `${ledger.name} counts ${requestsOut}, not ${asked}`)
      }
    },
  }))
}

export function answering({ uploadSlots, isHonest }: Truth): Invariant[] {
  return [
    invariant('sent', must => ({
      effect(ledger, effect) {
        if (effect.type !== 'send' || effect.message.type !== 'piece') return
        const { piece, begin } = effect.message
        const isOwed = ledger.links.get(effect.link)?.owed.has(ledger.block({ piece, begin }))
        must(isOwed === true, () => `${ledger.name} sends ${piece}+${begin} unasked`)
      },
    })),
    invariant('bounded', must => ({
      turned(ledger) {
        let unchoked = 0
        for (const { amChoking, owed, queuedBytes } of ledger.links.values()) {
          if (!amChoking) unchoked++
          must(owed.size <= MAX_OWED, () => `${ledger.name} owes ${owed.size} blocks`)
          // A peer that is made to send each block twice has more in its queue than it knows.
          const isShort = queuedBytes <= MAX_QUEUED_BYTES + BLOCK_BYTES || !isHonest(ledger.name)
          must(isShort, () => `${ledger.name} has ${queuedBytes} bytes in a queue`)
        }
        // One more for the optimistic unchoke (BEP 3).
        const isFew = uploadSlots === undefined || unchoked <= uploadSlots + 1
        must(isFew, () => `${ledger.name} serves ${unchoked} at once`)
      },
    })),
  ]
}
