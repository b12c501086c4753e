/**
 * The web seeds of one torrent (BEP 19): a pure state machine beside the `Peer`. The exchange has each
 * as one more remote, and asks it for blocks as it asks others; here is decided which ranges of which
 * files are fetched. A host fetches, and hands in what comes. Start reading at `handle`.
 */
import { unreachable } from '../base/assert.ts'
import { earliest, type LinkId, type Millis, type PeerId, toHex } from '../base/ids.ts'
import { type Random, randomInt } from '../base/random.ts'
import type { Input } from '../peer/input.ts'
import type { Info } from '../torrent/info.ts'
import { BLOCK_BYTES, type Message } from '../wire/message.ts'
import type { FetchFailure, FetchId, RangeFetch } from './fetch.ts'
import { SeedFiles } from './seed-files.ts'
import { hostOf, refuseSeed, type SeedRefusal } from './seed-url.ts'
import type { WebSeedView } from './view.ts'
import { WebSeed } from './web-seed.ts'

/** Asked, of one torrent: real ones name up to five. */
const MAX_WEB_SEEDS = 8
/** Shown with the reason; further ones are forgotten. */
const MAX_REFUSED = 20

export type WebSeedInput =
  /** Addresses that strangers have given, known ones among them. */
  | { readonly type: 'found'; readonly urls: readonly string[] }
  /** What the peer's exchange says to a web seed. Acted upon at the next `flush`. */
  | { readonly type: 'told'; readonly link: LinkId; readonly message: Message }
  | { readonly type: 'flush' }
  | { readonly type: 'blamed'; readonly link: LinkId; readonly piece: number }
  /** The peer has dropped it. */
  | { readonly type: 'closed'; readonly link: LinkId }
  | { readonly type: 'received'; readonly fetch: FetchId; readonly bytes: Uint8Array }
  | { readonly type: 'ended'; readonly fetch: FetchId }
  | { readonly type: 'failed'; readonly fetch: FetchId; readonly failure: FetchFailure }
  | { readonly type: 'tick' }
  | { readonly type: 'leave' }

export type WebSeedEffect =
  /** -> received, again and again; then ended or failed */
  | ({ readonly type: 'fetch'; readonly fetch: FetchId } & RangeFetch)
  | { readonly type: 'abort'; readonly fetch: FetchId }
  | { readonly type: 'tell'; readonly input: Input }

export interface WebSeedOptions {
  readonly info: Info
  /** The page came by https. */
  readonly isSecurePage: boolean
  /** Of the blocks that the peer asks for; 16 KiB if it does not say. */
  readonly blockBytes?: number
}

export class WebSeeds {
  readonly #files: SeedFiles
  readonly #isSecurePage: boolean
  readonly #blockBytes: number
  readonly #random: Random
  readonly #seeds = new Map<LinkId, WebSeed>()
  readonly #refused: WebSeedView[] = []
  readonly #urls = new Set<string>()
  readonly #seedOf = new Map<FetchId, WebSeed>()
  #lastFetch: FetchId = 0
  #effects: WebSeedEffect[] = []
  #now: Millis = 0

  constructor({ info, isSecurePage, blockBytes = BLOCK_BYTES }: WebSeedOptions, random: Random) {
    this.#blockBytes = blockBytes
    this.#files = new SeedFiles(info)
    this.#isSecurePage = isSecurePage
    this.#random = random
  }

  /** The only way in; perform the effects in order. */
  handle(input: WebSeedInput, now: Millis): WebSeedEffect[] {
    this.#effects = []
    this.#now = now
    this.#dispatch(input)
    return this.#effects
  }

  /** Links of the peer that are web seeds. */
  has(link: LinkId): boolean {
    return this.#seeds.has(link)
  }

  nextDeadline(): Millis | undefined {
    let deadline: Millis | undefined
    for (const seed of this.#seeds.values()) deadline = earliest(deadline, seed.nextDeadline)
    return deadline
  }

  inspect(now: Millis): WebSeedView[] {
    return [...Array.from(this.#seeds.values(), seed => seed.inspect(now)), ...this.#refused]
  }

  #dispatch(input: WebSeedInput): void {
    switch (input.type) {
      case 'found':
        for (const url of input.urls) this.#found(url)
        return
      case 'told':
        return this.#seeds.get(input.link)?.receive(input.message)
      case 'flush':
        for (const seed of this.#seeds.values()) seed.flush()
        return
      case 'blamed':
        return this.#seeds.get(input.link)?.blamed(input.piece)
      case 'closed':
        return this.#seeds.get(input.link)?.closed()
      case 'received':
        return this.#seedOf.get(input.fetch)?.received(input.fetch, input.bytes, this.#now)
      case 'ended':
        this.#seedOf.get(input.fetch)?.ended(input.fetch, this.#now)
        return this.#forget(input.fetch)
      case 'failed':
        this.#seedOf.get(input.fetch)?.failed(input.fetch, input.failure, this.#now)
        return this.#forget(input.fetch)
      case 'tick':
        for (const seed of this.#seeds.values()) seed.tick(this.#now)
        return
      case 'leave':
        for (const seed of this.#seeds.values()) seed.leave()
        return
      default:
        return unreachable(input)
    }
  }

  #found(url: string): void {
    if (this.#urls.has(url)) return
    const refusal =
      refuseSeed(url, this.#isSecurePage) ??
      (this.#seeds.size >= MAX_WEB_SEEDS ? 'too-many' : undefined)
    if (refusal !== undefined && this.#refused.length >= MAX_REFUSED) return
    this.#urls.add(url)
    if (refusal !== undefined) {
      this.#refused.push(refusedView(url, refusal))
      return
    }
    // A peer numbers its links upwards from 1.
    const link = -1 - this.#seeds.size
    const output = {
      fetch: (range: RangeFetch) => this.#fetch(seed, range),
      abort: (fetch: FetchId) => {
        this.#forget(fetch)
        this.#effects.push({ type: 'abort', fetch })
      },
      tell: (told: Input) => void this.#effects.push({ type: 'tell', input: told }),
    }
    const who = { link, remote: this.#newId(), url, blockBytes: this.#blockBytes }
    const seed: WebSeed = new WebSeed(who, this.#files, output, this.#now)
    this.#seeds.set(link, seed)
  }

  #fetch(seed: WebSeed, range: RangeFetch): FetchId {
    const fetch = ++this.#lastFetch
    this.#seedOf.set(fetch, seed)
    this.#effects.push({ type: 'fetch', fetch, ...range })
    return fetch
  }

  #forget(fetch: FetchId): void {
    this.#seedOf.delete(fetch)
  }

  /** Of no pattern: whoever took the id of a web seed could have it blamed for what it sends itself. */
  #newId(): PeerId {
    return toHex(Uint8Array.from({ length: 20 }, () => randomInt(this.#random, 256))) as PeerId
  }
}

const refusedView = (url: string, kind: SeedRefusal | 'too-many'): WebSeedView => ({
  remote: undefined,
  url,
  host: hostOf(url),
  state: { kind: 'dropped', trouble: { kind } },
  wrongPieces: 0,
  downloaded: 0,
  downRate: 0,
})
