/** Connections: whom a peer may speak to, how many there may be, and who is shut out. */
import type { PeerId } from '../../base/ids.ts'
import type { PeerEvent } from '../../peer/event.ts'
import { type Invariant, must, type Truth } from './invariant.ts'
import type { PeerLedger } from './ledger.ts'

/** Stated here again, for an oracle does not ask: see `connections.ts` and `neighbours.ts`. */
const DEFAULT_MAX_LINKS = 30
const MAX_DIALLING = 5
/** A host gives up after 20 s; a server that is slow may have the answer to that under way. */
const MAX_MAKING_MS = 60_000

export function openLinks(): Invariant {
  const name = 'a link is spoken on, and closed, only while it is open'
  return {
    name,
    effect(ledger, effect) {
      if (effect.type !== 'send' && effect.type !== 'read' && effect.type !== 'close') return
      const isOpen = ledger.links.has(effect.link)
      must(isOpen, name, () => `${ledger.name} wants to ${effect.type} on a link that is closed`)
    },
    swept(ledger, { ends }) {
      const same =
        ledger.links.size === ends.size && [...ends.keys()].every(id => ledger.links.has(id))
      must(same, name, () => `${ledger.name} has other links than its host`)
    },
  }
}

export function connecting({ maxLinks = DEFAULT_MAX_LINKS }: Truth): Invariant[] {
  const once = 'nobody is connected to twice, or to himself, or past a server that is gone'
  const few = 'links and connections in the making stay within their limits'
  const answered = 'every offer is answered at once, and once'
  return [
    {
      name: once,
      effect(ledger, effect) {
        if (effect.type !== 'connect' && effect.type !== 'accept') return
        const { remote } = effect
        must(remote !== ledger.id, once, () => `${ledger.name} dials itself`)
        const isKnown = ledger.making.has(remote) || isLinked(ledger, remote)
        must(!isKnown, once, () => `${ledger.name} connects twice to ${remote}`)
        if (effect.type !== 'connect' || effect.via !== undefined) return
        must(ledger.isTrackerUp, once, () => `${ledger.name} dials by a server that is gone`)
      },
    },
    {
      name: few,
      effect(ledger, { type }) {
        if (type !== 'connect') return
        const { size } = ledger.making
        must(size < MAX_DIALLING, few, () => `${ledger.name} dials with ${size} in the making`)
      },
      swept(ledger, { peer }) {
        const { connecting } = peer.inspect()
        const { size } = ledger.making
        must(connecting === size, few, () => `${ledger.name} counts ${connecting} of ${size} dials`)
        for (const since of ledger.making.values()) {
          const isYoung = ledger.nowMs - since < MAX_MAKING_MS
          must(isYoung, few, () => `${ledger.name} has been connecting since ${since} ms`)
        }
      },
      turned(ledger) {
        const all = ledger.links.size + ledger.making.size
        must(all <= maxLinks, few, () => `${ledger.name} has ${all} links, ${maxLinks} are allowed`)
      },
    },
    {
      name: answered,
      turned(ledger) {
        const [offer] = ledger.offers
        must(offer === undefined, answered, () => `${ledger.name} has not answered ${offer}`)
      },
    },
  ]
}

function isLinked({ links }: PeerLedger, remote: string): boolean {
  for (const link of links.values()) if (link.remote === remote) return true
  return false
}

export function bans({ isHonest }: Truth, nameOf: (id: PeerId) => string): Invariant {
  const name = 'nobody who keeps the rules shuts out another who does'
  const check = (ledger: PeerLedger, event: PeerEvent) => {
    if (event.event !== 'banned') return
    const remote = nameOf(event.remote)
    const isFair = !isHonest(ledger.name) || !isHonest(remote)
    must(isFair, name, () => `${ledger.name} shuts out ${remote}: ${event.reason}`)
  }
  return {
    name,
    effect(ledger, effect) {
      if (effect.type === 'log') check(ledger, effect.event)
    },
  }
}

export function announcing(): Invariant {
  const name = 'the server is told one thing at a time, while it is there'
  return {
    name,
    effect(ledger, effect) {
      if (effect.type !== 'announce') return
      const isStopping = effect.event === 'stopped'
      must(ledger.isTrackerUp, name, () => `${ledger.name} announces to a server that is gone`)
      const isFree = isStopping || !ledger.isAnnouncing
      must(isFree, name, () => `${ledger.name} announces again before the answer`)
    },
  }
}
