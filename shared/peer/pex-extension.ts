/** Peer exchange, ts_pex: exchanges with each remote the peers that we could relay signals to. */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { Referrals } from '../dialling/referrals.ts'
import { encodePex, MAX_PEX_PEERS, parsePex } from '../wire/pex.ts'
import type { Extension } from './extensions.ts'
import type { Link } from './link.ts'
import type { Outbox } from './outbox.ts'

/**
 * While the server is up, most peers need no introduction: a remote is told after a half to one and a
 * half of this time, so that a new swarm does not write at once. Without the server it is told at once.
 */
const FIRST_MS = 30_000
/**
 * The least time between two messages to one remote: BEP 11's minute in the long run. A young swarm
 * changes fast: the first gaps are shorter, and still no more than five messages fall into a minute.
 */
const FIRST_GAP_MS = 4_000
const MAX_GAP_MS = 60_000

interface Correspondence {
  readonly told: Set<PeerId>
  isNew: boolean
  /** The value of `#changes` at the last message to it. */
  toldUpTo: number
  nextAt: Millis
  gapMs: number
}

export interface PexParts {
  readonly self: PeerId
  readonly links: ReadonlyMap<LinkId, Link>
  readonly outbox: Outbox
  readonly referrals: Referrals
  readonly random: Random
  hasServer(): boolean
  isSeed(link: LinkId): boolean
  /** Members come from trackers alone (BEP 27): peer exchange is off. */
  isPrivate(): boolean
}

export class PexExtension implements Extension {
  readonly name = 'ts_pex'
  readonly kindOf = () => 'ts_pex' as const
  readonly #parts: PexParts
  readonly #correspondences = new Map<LinkId, Correspondence>()
  /** The number of changes so far. */
  #changes = 1
  /** As of this number of changes nothing is to be told before this time: a tick without news is cheap. */
  #quiet: { readonly changes: number; readonly until: Millis } = { changes: 0, until: 0 }

  constructor(parts: PexParts) {
    this.#parts = parts
  }

  introduced(): void {
    this.#changes++
  }

  receive(link: Link, payload: Uint8Array): void {
    const { added, dropped } = parsePex(payload)
    const { self, referrals, isPrivate } = this.#parts
    if (isPrivate()) return
    const others = added.filter(({ id }) => id !== self && id !== link.remote)
    referrals.hear(link.id, { added: others, dropped })
  }

  leave(link: LinkId): void {
    this.#parts.referrals.leave(link)
    this.#correspondences.delete(link)
    this.#changes++
  }

  tick(now: Millis): void {
    const { links, isPrivate, hasServer } = this.#parts
    if (this.#isQuiet(now) || isPrivate()) return
    let until = Number.POSITIVE_INFINITY
    for (const link of links.values()) {
      if (!link.speaks(this.name)) continue
      const correspondence = this.#with(link.id, now)
      const { nextAt, isNew } = correspondence
      const isDue = now >= nextAt || (isNew && !hasServer())
      if (isDue && correspondence.toldUpTo !== this.#changes) this.#tell(link, correspondence, now)
      if (correspondence.toldUpTo !== this.#changes) until = Math.min(until, correspondence.nextAt)
    }
    this.#quiet = { changes: this.#changes, until }
  }

  /** Without the server, whoever is new is told before its time. */
  #isQuiet(now: Millis): boolean {
    const { changes, until } = this.#quiet
    if (changes !== this.#changes) return false
    return until === Number.POSITIVE_INFINITY || (now < until && this.#parts.hasServer())
  }

  #tell(link: Link, correspondence: Correspondence, now: Millis): void {
    const { told, gapMs } = correspondence
    const { links, outbox, isSeed } = this.#parts
    const others = [...links.values()].filter(other => other !== link && other.speaks('ts_relay'))
    const present = new Set(others.map(({ remote }) => remote))
    const dropped = [...told].filter(remote => !present.has(remote)).slice(0, MAX_PEX_PEERS)
    const added = others.filter(({ remote }) => !told.has(remote)).slice(0, MAX_PEX_PEERS)
    if (added.length === 0 && dropped.length === 0) {
      correspondence.toldUpTo = this.#changes
      return
    }
    for (const remote of dropped) told.delete(remote)
    for (const { remote } of added) told.add(remote)
    correspondence.isNew = false
    correspondence.nextAt = now + gapMs
    correspondence.gapMs = Math.min(2 * gapMs, MAX_GAP_MS)
    const seen = added.map(({ id, remote }) => ({ id: remote, isSeed: isSeed(id) }))
    outbox.sendExtended(link, this.name, encodePex({ added: seen, dropped }))
  }

  #with(link: LinkId, now: Millis): Correspondence {
    const known = this.#correspondences.get(link)
    if (known !== undefined) return known
    const fresh = {
      told: new Set<PeerId>(),
      isNew: true,
      toldUpTo: 0,
      nextAt: now + FIRST_MS * (0.5 + this.#parts.random()),
      gapMs: FIRST_GAP_MS,
    }
    this.#correspondences.set(link, fresh)
    return fresh
  }
}
