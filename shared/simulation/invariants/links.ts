/** Connections: whom a peer may speak to, how many there may be, and who is shut out. */
import type { LinkId, PeerId } from '../../base/ids.ts'
import type { PeerEvent } from '../../peer/event.ts'
import type { Message } from '../../wire/message.ts'
import { type Invariant, must, type Truth } from './invariant.ts'
import type { PeerLedger } from './ledger.ts'

/**
 * Written again on purpose, so that a wrong value there is found: see `connections.ts`,
 * `neighbours.ts`.
 */
const DEFAULT_MAX_LINKS = 30
const MAX_DIALLING = 5
/** A host gives up after 20 s; with a slow server the peer hears of it later. */
const MAX_MAKING_MS = 60_000

export function openLinks(): Invariant {
  return {
    name: 'open',
    effect(ledger, effect) {
      if (effect.type !== 'send' && effect.type !== 'read' && effect.type !== 'close') return
      const isOpen = ledger.links.has(effect.link)
      must(isOpen, 'open', () => `${ledger.name} wants to ${effect.type} on a link that is closed`)
    },
    swept(ledger, _view, { ends }) {
      const same =
        ledger.links.size === ends.size && [...ends.keys()].every(id => ledger.links.has(id))
      must(same, 'open', () => `${ledger.name} has other links than its host`)
    },
  }
}

export function connecting({ maxLinks = DEFAULT_MAX_LINKS }: Truth): Invariant[] {
  return [
    {
      name: 'connected',
      effect(ledger, effect) {
        if (effect.type !== 'connect' && effect.type !== 'accept') return
        const { remote } = effect
        must(remote !== ledger.id, 'connected', () => `${ledger.name} dials itself`)
        const isKnown = ledger.making.has(remote) || isLinked(ledger, remote)
        must(!isKnown, 'connected', () => `${ledger.name} connects twice to ${remote}`)
        if (effect.type !== 'connect' || effect.via !== undefined) return
        must(ledger.isTrackerUp, 'connected', () => `${ledger.name} dials by a server that is gone`)
      },
    },
    {
      name: 'linked',
      effect(ledger, { type }) {
        if (type !== 'connect') return
        const { size } = ledger.making
        must(size < MAX_DIALLING, 'linked', () => `${ledger.name} dials with ${size} in the making`)
      },
      swept(ledger, { connecting }) {
        const { size } = ledger.making
        must(
          connecting === size,
          'linked',
          () => `${ledger.name} counts ${connecting} of ${size} dials`,
        )
        for (const since of ledger.making.values()) {
          const isYoung = ledger.nowMs - since < MAX_MAKING_MS
          must(isYoung, 'linked', () => `${ledger.name} has been connecting since ${since} ms`)
        }
      },
      turned(ledger) {
        const all = ledger.links.size + ledger.making.size
        must(
          all <= maxLinks,
          'linked',
          () => `${ledger.name} has ${all} links, ${maxLinks} are allowed`,
        )
      },
    },
    {
      name: 'answered',
      turned(ledger) {
        const [offer] = ledger.offers
        must(offer === undefined, 'answered', () => `${ledger.name} has not answered ${offer}`)
      },
    },
  ]
}

function isLinked({ links }: PeerLedger, remote: string): boolean {
  for (const link of links.values()) if (link.remote === remote) return true
  return false
}

export function bans({ isHonest }: Truth, nameOf: (id: PeerId) => string): Invariant {
  const check = (ledger: PeerLedger, event: PeerEvent) => {
    if (event.event !== 'banned') return
    const remote = nameOf(event.remote)
    const isFair = !isHonest(ledger.name) || !isHonest(remote)
    must(isFair, 'banned', () => `${ledger.name} shuts out ${remote}: ${event.reason}`)
  }
  return {
    name: 'banned',
    effect(ledger, effect) {
      if (effect.type === 'log') check(ledger, effect.event)
    },
  }
}

export function blame(): Invariant {
  /** The remote that must be banned by the end of the step. */
  let guilty: PeerId | undefined
  return {
    name: 'blamed',
    input(ledger, input) {
      guilty = undefined
      if (input.type !== 'verified' || input.ok || input.subject.kind !== 'piece') return
      const [sender, ...others] = ledger.content.senders.get(input.subject.piece) ?? []
      if (others.length === 0) guilty = sender
    },
    turned(ledger) {
      if (guilty === undefined) return
      const isOut = (ledger.shutOut.get(guilty) ?? 0) > ledger.clockMs
      must(isOut, 'blamed', () => `${ledger.name} lets ${guilty} go on, which sent a bad piece`)
    },
  }
}

export function announcing(): Invariant {
  return {
    name: 'announced',
    effect(ledger, effect) {
      if (effect.type !== 'announce') return
      const isStopping = effect.event === 'stopped'
      must(
        ledger.isTrackerUp,
        'announced',
        () => `${ledger.name} announces to a server that is gone`,
      )
      const isFree = isStopping || !ledger.isAnnouncing
      must(isFree, 'announced', () => `${ledger.name} announces again before the answer`)
    },
  }
}

/** The network: what is sent on a link arrives whole, in order and once. */
export function wires(): Invariant {
  /** By the sender's number of the link. */
  const underWay = new Map<LinkId, Message[]>()
  return {
    name: 'carried',
    sent({ link, message }) {
      const messages = underWay.get(link)
      if (messages) messages.push(message)
      else underWay.set(link, [message])
    },
    arrived({ from, to, link, message }) {
      const first = underWay.get(link)?.shift()
      must(
        first === message,
        'carried',
        () =>
          `${to.name} got a ${message.type} of ${from.name}, due was ${first?.type ?? 'nothing'}`,
      )
    },
  }
}
