/** The members of one torrent. Knows nothing of sockets, limits or time-outs. */
import type { InfoHash, Millis, PeerId } from '../base/ids.ts'
import { type Random, randomInt } from '../base/random.ts'
import type { Heard } from './by-silence.ts'
import type { Announcer, SocketKey } from './registry.ts'

export interface Member extends Heard {
  readonly swarm: Swarm
  readonly peerId: PeerId
  readonly socket: SocketKey
  readonly address: string
  /** Came in by the WebTorrent tracker protocol. */
  readonly stock: boolean
  seeding: boolean
  brisk: boolean
  index: number
}

export class Swarm {
  readonly infoHash: InfoHash
  readonly #byId = new Map<PeerId, Member>()
  readonly #list: Member[] = []
  #seeders = 0
  /** Downloads that members reported since the swarm began (BEP 48: `downloaded`). */
  completed = 0

  constructor(infoHash: InfoHash) {
    this.infoHash = infoHash
  }

  get size(): number {
    return this.#list.length
  }

  get seeders(): number {
    return this.#seeders
  }

  get leechers(): number {
    return this.#list.length - this.#seeders
  }

  get(peerId: PeerId): Member | undefined {
    return this.#byId.get(peerId)
  }

  add(peerId: PeerId, by: Announcer, stock: boolean, now: Millis): Member {
    const index = this.#list.length
    const unlinked = { before: undefined, after: undefined }
    const asNew = { seeding: false, brisk: false, lastAnnounce: now, ...unlinked }
    const member: Member = { swarm: this, peerId, ...by, stock, index, ...asNew }
    this.#byId.set(peerId, member)
    this.#list.push(member)
    return member
  }

  setSeeding(member: Member, seeding: boolean): void {
    if (member.seeding === seeding) return
    member.seeding = seeding
    this.#seeders += seeding ? 1 : -1
  }

  remove(member: Member): void {
    this.setSeeding(member, false)
    this.#swap(member.index, this.#list.length - 1)
    this.#list.pop()
    this.#byId.delete(member.peerId)
  }

  /**
   * `count` random members other than `asker`, or all if there are fewer. Shuffles only the head of the
   * list (Fisher-Yates), so a large swarm costs no more than a small one.
   */
  sample(asker: PeerId, count: number, random: Random): Member[] {
    const drawn: Member[] = []
    for (let i = 0; i < this.#list.length && drawn.length < count; i++) {
      this.#swap(i, i + randomInt(random, this.#list.length - i))
      const member = this.#list[i] as Member
      if (member.peerId !== asker) drawn.push(member)
    }
    return drawn
  }

  #swap(i: number, j: number): void {
    const a = this.#list[i] as Member
    const b = this.#list[j] as Member
    this.#list[i] = b
    this.#list[j] = a
    b.index = i
    a.index = j
  }
}
