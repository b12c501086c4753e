/** Connections: whom a peer may speak to, how many there may be, and who is shut out. */
import type { LinkId, PeerId } from '../../base/ids.ts'
import { SERVER } from '../../dialling/way.ts'
import type { Message } from '../../wire/message.ts'
import { type Invariant, invariant, type Truth } from './invariant.ts'
import type { PeerLedger } from './ledger.ts'

/** Repeats the limits of `connections.ts` and `shared/dialling` on purpose: a wrong value there is found. */
const DEFAULT_MAX_LINKS = 30
const MAX_DIALLING = 5
const MAX_HALF_OPEN = 24
const MAX_OPEN_OFFERS = 15
/** Those older than this need not hold up a dial. */
const MAX_STALE_MS = 900
/** Offers answered within a minute that came to nothing. */
const MAX_ANSWERED_A_MINUTE = 48 + 24
/** Connections over 20 s old and offers over 50 s old are given up a second later at most. */
const MAX_MAKING_MS = 21_500
const MAX_OPEN_OFFER_MS = 51_500

export function openLinks(): Invariant {
  return invariant('open', must => ({
    effect(ledger, effect) {
      if (effect.type !== 'send' && effect.type !== 'read' && effect.type !== 'close') return
      const { link } = effect
      const isOpen = ledger.links.has(link) || (effect.type === 'close' && ledger.making.has(link))
      must(isOpen, () => `${ledger.name} wants to ${effect.type} on a link that is closed`)
    },
    swept(ledger, _view, { ends }) {
      const same =
        ledger.links.size === ends.size && [...ends.keys()].every(id => ledger.links.has(id))
      must(same, () => `${ledger.name} has other links than its host`)
    },
  }))
}

export function connecting({ maxLinks = DEFAULT_MAX_LINKS }: Truth): Invariant[] {
  return [
    invariant('connected', must => ({
      effect({ id, name, making, links, offers }, effect) {
        if (effect.type !== 'connect' || !effect.remote) return
        const { remote } = effect
        must(remote !== id, () => `${name} dials itself`)
        // Whichever way the connections come about.
        // Whoever offers by the server may have lost its end of a link: that one stays beside the new one.
        const isByServer = effect.offer !== undefined && offers.has(effect.offer)
        const isMaking = [...making.values()].some(one => one.remote === remote)
        const linked = [...links.values()].filter(one => one.remote === remote).length
        const isKnown = isMaking || linked > (isByServer ? 1 : 0)
        must(!isKnown, () => `${name} connects twice to ${remote}`)
      },
    })),
    invariant('dialled', must => ({
      effect(ledger, effect) {
        if (effect.type !== 'carry' || effect.signal.kind !== 'offer') return
        const isUp = ledger.up.has(effect.tracker)
        must(isUp, () => `${ledger.name} dials by a server that is gone`)
      },
    })),
    invariant('timely', must => ({
      swept(ledger) {
        for (const { remote, sinceMs } of ledger.making.values()) {
          const isYoung = ledger.nowMs - sinceMs < (remote ? MAX_MAKING_MS : MAX_OPEN_OFFER_MS)
          must(isYoung, () => `${ledger.name} has been connecting since ${sinceMs} ms`)
        }
      },
    })),
    vouching(),
    thrifty(),
    keeping(),
    invariant('linked', must => ({
      effect(ledger, effect) {
        if (effect.type !== 'connect' || effect.offer !== undefined) return
        const { young, open } = countOf(ledger)
        const isAllowed = effect.remote ? young < MAX_DIALLING : open < MAX_OPEN_OFFERS
        must(isAllowed, () => `${ledger.name} dials with ${young} + ${open} in the making`)
      },
      swept(ledger, { connecting }) {
        const { named } = countOf(ledger)
        must(
          connecting === named,
          () => `${ledger.name} counts ${connecting} of ${named} connections in the making`,
        )
      },
      turned(ledger) {
        const { named } = countOf(ledger)
        // A second connection with the same remote is to be one with the first.
        const remotes = [...ledger.making.values(), ...ledger.links.values()].map(one => one.remote)
        const all = new Set(remotes.filter(remote => remote !== undefined)).size
        must(
          all <= maxLinks && named <= MAX_HALF_OPEN,
          () => `${ledger.name} has ${all} links, ${named} in the making; ${maxLinks} are allowed`,
        )
      },
    })),
    invariant('answered', must => ({
      turned(ledger) {
        const [offer] = ledger.offers.values()
        must(offer === undefined, () => `${ledger.name} has not answered ${offer}`)
      },
    })),
  ]
}

/** An offer by the server displaces a connection begun in the same name by another way. */
function vouching(): Invariant {
  let offer: string | undefined
  return invariant('vouched', must => ({
    input(ledger, input) {
      offer = undefined
      if (input.type !== 'carried' || input.tracker !== SERVER) return
      const { from, signal } = input
      const isShutOut = (ledger.shutOut.get(from) ?? 0) > ledger.clockMs
      if (signal.kind !== 'offer' || isShutOut) return
      for (const { remote, isVouched } of ledger.making.values())
        if (remote === from && !isVouched) offer = signal.sdp
    },
    turned(ledger) {
      if (offer === undefined) return
      const isTaken = [...ledger.making.values()].some(making => making.offer === offer)
      must(isTaken, () => `${ledger.name} keeps out whom somebody else pretends to be`)
    },
  }))
}

/** Until whoever offers has shown on a connection that it is there. */
function keeping(): Invariant {
  let offering: PeerId | undefined
  return invariant('kept', must => ({
    input(_ledger, input) {
      const isOffer = input.type === 'carried' && input.signal.kind === 'offer'
      offering = isOffer ? input.from : undefined
    },
    effect({ name, links }, effect) {
      const remote = effect.type === 'close' ? links.get(effect.link)?.remote : undefined
      const isKept = remote === undefined || remote !== offering
      must(isKept, () => `${name} drops its link with ${offering} for an offer in its name`)
    },
  }))
}

function countOf({ making, nowMs }: PeerLedger) {
  let named = 0
  let young = 0
  for (const { remote, sinceMs } of making.values()) {
    if (!remote) continue
    named++
    if (nowMs - sinceMs < MAX_STALE_MS) young++
  }
  return { named, young, open: making.size - named }
}

/** Offers cost little, whoever makes them. */
function thrifty(): Invariant {
  /** Connections made for the offers of others, which are no links yet: since when. */
  const unproven = new WeakMap<PeerLedger, Map<LinkId, number>>()
  const of = (ledger: PeerLedger): Map<LinkId, number> => {
    const known = unproven.get(ledger) ?? new Map<LinkId, number>()
    unproven.set(ledger, known)
    return known
  }
  return invariant('thrifty', must => ({
    input(ledger, input) {
      if (input.type === 'linkOpened') of(ledger).delete(input.link)
    },
    effect(ledger, effect) {
      if (effect.type !== 'connect' || effect.offer === undefined) return
      const made = of(ledger)
      for (const [link, at] of made) if (ledger.nowMs - at >= 60_000) made.delete(link)
      made.set(effect.link, ledger.nowMs)
      must(
        made.size <= MAX_ANSWERED_A_MINUTE,
        () => `${ledger.name} has answered ${made.size} offers in vain within a minute`,
      )
    },
  }))
}

export function bans({ isHonest }: Truth, nameOf: (id: PeerId) => string): Invariant {
  return invariant('banned', must => ({
    effect({ name }, effect) {
      if (effect.type !== 'log' || effect.event.event !== 'banned') return
      const { reason } = effect.event
      const remote = nameOf(effect.event.remote)
      must(!isHonest(name) || !isHonest(remote), () => `${name} shuts out ${remote}: ${reason}`)
    },
  }))
}

export function blame(): Invariant {
  /** The remote that must be banned by the end of the step. */
  let guilty: PeerId | undefined
  return invariant('blamed', must => ({
    input(ledger, input) {
      guilty = undefined
      if (input.type !== 'verified' || input.ok || input.subject.kind !== 'piece') return
      const [sender, ...others] = ledger.content.senders.get(input.subject.piece) ?? []
      if (others.length === 0) guilty = sender
    },
    turned(ledger) {
      if (guilty === undefined) return
      const isOut = (ledger.shutOut.get(guilty) ?? 0) > ledger.clockMs
      must(isOut, () => `${ledger.name} lets ${guilty} go on, which sent a bad piece`)
    },
  }))
}

export function announcing(): Invariant {
  return invariant('announced', must => ({
    effect(ledger, effect) {
      if (effect.type !== 'announce') return
      const isFree = effect.tracker !== SERVER || effect.event === 'stopped' || !ledger.isAnnouncing
      const isUp = ledger.up.has(effect.tracker)
      must(isUp, () => `${ledger.name} announces to a tracker that is gone`)
      must(isFree, () => `${ledger.name} announces again before the answer`)
    },
  }))
}

/** The network: what is sent on a link arrives whole, in order and once. Pieces on lanes may overtake. */
export function wires({ lanes }: Pick<Truth, 'lanes'>): Invariant {
  /** By sender, and its end of the link. */
  const underWay = new Map<string, Message[]>()
  return invariant('carried', must => ({
    sent({ from, link, message }) {
      const messages = underWay.get(keyOf(from.id, link))
      if (messages) messages.push(message)
      else underWay.set(keyOf(from.id, link), [message])
    },
    arrived({ from, to, link, message }) {
      const messages = underWay.get(keyOf(from.id, link)) ?? []
      const isWord = ({ type }: Message) => type !== 'piece'
      const place = !lanes
        ? 0
        : isWord(message)
          ? messages.findIndex(isWord)
          : messages.indexOf(message)
      const [first] = place < 0 ? [] : messages.splice(place, 1)
      must(
        first === message,
        () =>
          `${to.name} got a ${message.type} of ${from.name}, due was ${first?.type ?? 'nothing'}`,
      )
    },
  }))
}

const keyOf = (sender: PeerId, link: LinkId): string => `${sender} ${link}`
