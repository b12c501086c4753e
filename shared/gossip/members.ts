/**
 * Who is in the swarm. Members announce what they hold; one that has been silent for some time counts
 * as gone until it is heard again.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { type GossipContext, type Member, say } from './context.ts'

/** Every member hears of us after this time at the latest (the report: 3 s). */
export const ANNOUNCE_MS = 3_000
/** A member that has said nothing for this time is not spoken to (the report: 10 s). */
const SILENCE_MS = 10_000
const SILENCE_CHECK_MS = 1_000

export interface MemberEntry extends Member {
  extensionId: number
  isAlive: boolean
  heardAt: Millis
}

export class Members {
  readonly #context: GossipContext
  readonly #entries: Map<LinkId, MemberEntry>
  #nextCheckAt: Millis

  /** `entries`: those that `context.members` names. */
  constructor(context: GossipContext, entries: Map<LinkId, MemberEntry>, now: Millis) {
    this.#context = context
    this.#entries = entries
    this.#nextCheckAt = now + SILENCE_CHECK_MS
  }

  get nextDeadline(): Millis {
    return this.#nextCheckAt
  }

  join(link: LinkId, id: PeerId, extensionId: number, now: Millis): Member {
    const member: MemberEntry = {
      link,
      id,
      joinedAt: now,
      extensionId,
      isAlive: true,
      heardAt: now,
    }
    this.#entries.set(link, member)
    this.#announce(member)
    return member
  }

  leave(link: LinkId): void {
    this.#entries.delete(link)
  }

  /** The remote has named another id for our messages. */
  renumber(link: LinkId, extensionId: number): void {
    const member = this.#entries.get(link)
    if (member !== undefined) member.extensionId = extensionId
  }

  heard(link: LinkId, now: Millis): void {
    const member = this.#entries.get(link)
    if (member === undefined) return
    member.heardAt = now
    if (!member.isAlive) {
      member.isAlive = true
      this.#context.output.log({ event: 'heardAgain', remote: member.id })
      this.#announce(member)
    }
  }

  announceToAll(): void {
    for (const member of this.#entries.values()) this.#announce(member)
  }

  tick(now: Millis): void {
    if (now < this.#nextCheckAt) return
    this.#nextCheckAt = now + SILENCE_CHECK_MS
    for (const member of this.#entries.values()) {
      if (!member.isAlive || now - member.heardAt < SILENCE_MS) continue
      member.isAlive = false
      this.#context.output.log({ event: 'silent', remote: member.id })
    }
  }

  #announce(member: Member): void {
    const { held } = this.#context
    say(this.#context, member, { type: 'announce', count: held.count, digest: digestOf(held) })
  }
}

/** 32 bits that stand for a set of pieces (FNV-1a over the bitfield): announced often, for 4 bytes. */
export function digestOf(pieces: Bitfield): number {
  let hash = 0x811c9dc5
  for (const byte of pieces.bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
