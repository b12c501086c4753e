/** For tests: a `Peer` and its web seeds in virtual time, with servers and a seeder that the test scripts. */
import { sha1 } from '@noble/hashes/legacy.js'
import { assert } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import { EventQueue } from '../base/event-queue.ts'
import { earliest, type InfoHash, type LinkId, type Millis, toHex } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { SERVER } from '../dialling/way.ts'
import type { Effect } from '../peer/effect.ts'
import { type ExchangeChoice, factoryOf } from '../peer/exchange-choice.ts'
import type { Input } from '../peer/input.ts'
import { Peer } from '../peer/peer.ts'
import type { PeerView } from '../peer/view.ts'
import { type Info, pieceLengthAt } from '../torrent/info.ts'
import type { FetchFailure, FetchId, RangeFetch } from '../webseed/fetch.ts'
import type { WebSeedView } from '../webseed/view.ts'
import { type WebSeedEffect, type WebSeedInput, WebSeeds } from '../webseed/web-seeds.ts'
import { BLOCK_BYTES, type BlockRange, type Message } from '../wire/message.ts'
import { sdpOf } from './descriptions.ts'
import { idOf } from './peer-stage.ts'

export interface ScriptedServer {
  readonly bytesPerSec: number
  readonly latencyMs?: Millis
  /** The whole body, however long; or why there is none; or nothing, for ever. */
  answer(range: RangeFetch, nth: number): Uint8Array | FetchFailure | 'silence'
}

export interface WebSeedStageOptions {
  readonly info: Info
  readonly content: Uint8Array
  readonly wanted?: boolean
  readonly isSecurePage?: boolean
  readonly exchange?: ExchangeChoice
}

/** The line of a server or of the seeder: one block after another, whoever asked. */
class Line {
  readonly #bytesPerSec: number
  #freeAt: Millis = 0

  constructor(bytesPerSec: number) {
    this.#bytesPerSec = bytesPerSec
  }

  sendAt(bytes: number, now: Millis): Millis {
    this.#freeAt = Math.max(this.#freeAt, now) + (1_000 * bytes) / this.#bytesPerSec
    return this.#freeAt
  }
}

export class WebSeedStage {
  readonly peer: Peer
  readonly seeds: WebSeeds
  readonly info: Info
  readonly content: Uint8Array
  readonly fetched: RangeFetch[] = []
  readonly aborted = new Set<FetchId>()
  /** Most that were under way at once. */
  mostUnderWay = 0
  now: Millis = 1_000_000
  finishedAt: Millis | undefined
  readonly #events = new EventQueue<() => void>()
  readonly #servers = new Map<string, ScriptedServer>()
  readonly #lines = new Map<string, Line>()
  readonly #underWay = new Set<FetchId>()
  readonly #inputs: (() => void)[] = []
  readonly #sent: ((link: LinkId, message: Message) => void)[] = []
  #connected: LinkId | undefined

  constructor({
    info,
    content,
    wanted = true,
    isSecurePage = false,
    exchange: choice = { kind: 'bittorrent' },
  }: WebSeedStageOptions) {
    this.info = info
    this.content = content
    const infoHash = toHex(sha1(info.bytes)) as InfoHash
    const exchange = factoryOf(choice)
    const options = { infoHash, peerId: idOf(999), client: 'stage', wanted, info, exchange }
    this.peer = new Peer(options, seededRandom(1))
    this.seeds = new WebSeeds(
      { info, isSecurePage, blockBytes: exchange.blockBytes },
      seededRandom(2),
    )
    this.tell({ type: 'join' })
    this.tell({ type: 'trackerUp', tracker: SERVER })
  }

  get view(): PeerView {
    return this.peer.inspect()
  }

  get seedViews(): WebSeedView[] {
    return this.seeds.inspect(this.now)
  }

  /** `host`: of its address. */
  serves(host: string, server: ScriptedServer): void {
    this.#servers.set(host, server)
  }

  finds(...urls: readonly string[]): void {
    this.tellSeeds({ type: 'found', urls })
  }

  tell(input: Input): void {
    this.#next(() => {
      for (const effect of this.peer.handle(input, this.now)) this.#perform(effect)
    })
  }

  tellSeeds(input: WebSeedInput): void {
    this.#next(() => {
      for (const effect of this.seeds.handle(input, this.now)) this.#performOf(effect)
    })
  }

  /** Handles all that follows at once; web seeds are then told that this was all. */
  #next(work: () => void): void {
    this.#inputs.push(work)
    if (this.#inputs.length > 1) return
    for (let isFlushed = false; !isFlushed; ) {
      for (let i = 0; i < this.#inputs.length; i++) this.#inputs[i]?.()
      this.#inputs.length = 1
      for (const effect of this.seeds.handle({ type: 'flush' }, this.now)) this.#performOf(effect)
      isFlushed = this.#inputs.length === 1
      this.#inputs.shift()
    }
  }

  /** Until the download is complete, or this much time has passed. */
  run(ms: Millis): void {
    const until = this.now + ms
    while (this.finishedAt === undefined) {
      const wakeAt = earliest(this.peer.nextDeadline(), this.seeds.nextDeadline())
      const at = earliest(this.#events.nextAt, wakeAt)
      if (at === undefined || at > until) break
      this.now = Math.max(this.now, at)
      const isEvent = this.#events.nextAt === at
      if (isEvent) this.#events.takeEvent()?.()
      else {
        this.tell({ type: 'tick' })
        this.tellSeeds({ type: 'tick' })
      }
    }
    if (this.finishedAt === undefined) this.now = until
  }

  /** A seeder on a line of its own calls, and answers all it is asked. */
  seederCalls(bytesPerSec: number): void {
    const line = new Line(bytesPerSec)
    const owed: BlockRange[] = []
    let link: LinkId = 0
    const say = (message: Message) => this.tell({ type: 'message', link, message })
    const serve = ({ piece, begin, length }: BlockRange) => {
      const at = piece * this.info.pieceLength + begin
      this.#events.add(line.sendAt(length, this.now), () => {
        if (owed.some(range => range.piece === piece && range.begin === begin))
          say({ type: 'piece', piece, begin, block: this.content.slice(at, at + length) })
      })
    }
    this.#sent.push((to, message) => {
      if (to !== link) return
      if (message.type === 'request') {
        owed.push(message)
        serve(message)
      } else if (message.type === 'cancel') {
        const index = owed.findIndex(
          ({ piece, begin }) => piece === message.piece && begin === message.begin,
        )
        if (index >= 0) owed.splice(index, 1)
      }
    })
    const signal = { kind: 'offer', sdp: sdpOf(1) } as const
    this.tell({
      type: 'carried',
      tracker: SERVER,
      from: idOf(1),
      offerId: idOf(1),
      signal,
      group: 1,
    })
    assert(this.#connected !== undefined, 'the seeder is refused')
    link = this.#connected
    this.tell({ type: 'linkOpened', link })
    const infoHash = toHex(sha1(this.info.bytes)) as InfoHash
    say({ type: 'handshake', infoHash, peerId: idOf(1), fast: false, extended: false })
    say({ type: 'bitfield', bytes: Bitfield.full(this.info.pieceCount).bytes })
    say({ type: 'unchoke' })
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'connect':
        this.#connected = effect.link
        return
      case 'send':
        if (this.seeds.has(effect.link))
          this.tellSeeds({ type: 'told', link: effect.link, message: effect.message })
        for (const sent of this.#sent) sent(effect.link, effect.message)
        return
      case 'webSeedBlamed':
        return this.tellSeeds({ type: 'blamed', link: effect.link, piece: effect.piece })
      case 'verify': {
        const { subject, bytes } = effect
        assert(subject.kind === 'piece', 'the metadata is known')
        const ok = isSame(bytes, this.#right(subject.piece))
        return this.tell({ type: 'verified', subject, ok })
      }
      case 'open':
        return this.tell({ type: 'opened', held: new Bitfield(this.info.pieceCount) })
      case 'write':
        return this.tell({ type: 'written', piece: effect.piece })
      case 'log':
        if (effect.event.event === 'finished') this.finishedAt = this.now
        return
      default:
        return
    }
  }

  #right(piece: number): Uint8Array {
    const at = piece * this.info.pieceLength
    return this.content.subarray(at, at + pieceLengthAt(this.info, piece))
  }

  #performOf(effect: WebSeedEffect): void {
    if (effect.type === 'tell') return this.tell(effect.input)
    if (effect.type === 'abort') {
      this.aborted.add(effect.fetch)
      this.#underWay.delete(effect.fetch)
      return
    }
    const { fetch, url, from, length } = effect
    this.fetched.push({ url, from, length })
    this.#underWay.add(fetch)
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay.size)
    const { host } = new URL(url)
    const server = this.#servers.get(host)
    assert(server !== undefined, `${host} is asked`)
    const line = this.#lines.get(host) ?? new Line(server.bytesPerSec)
    this.#lines.set(host, line)
    const answer = server.answer({ url, from, length }, this.fetched.length)
    if (answer === 'silence') return
    this.#events.add(this.now + (server.latencyMs ?? 0), () => {
      if (answer instanceof Uint8Array) this.#send(fetch, answer.subarray(0, length), line)
      else this.#end(fetch, { type: 'failed', fetch, failure: answer })
    })
  }

  #send(fetch: FetchId, body: Uint8Array, line: Line): void {
    if (!this.#underWay.has(fetch)) return
    if (body.length === 0) return this.#end(fetch, { type: 'ended', fetch })
    const bytes = body.subarray(0, BLOCK_BYTES)
    this.#events.add(line.sendAt(bytes.length, this.now), () => {
      if (!this.#underWay.has(fetch)) return
      const rest = body.subarray(bytes.length)
      if (rest.length === 0) this.#underWay.delete(fetch)
      this.tellSeeds({ type: 'received', fetch, bytes })
      if (rest.length === 0) this.tellSeeds({ type: 'ended', fetch })
      else this.#send(fetch, rest, line)
    })
  }

  #end(fetch: FetchId, input: WebSeedInput): void {
    if (this.#underWay.delete(fetch)) this.tellSeeds(input)
  }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])
