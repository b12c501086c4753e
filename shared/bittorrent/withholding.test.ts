/**
 * Remotes that send every block of a piece but one. What we keep of their pieces has a limit, others are
 * asked for the rest, and whoever goes on doing so is dropped.
 */
import { describe, expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import type { InfoHash, LinkId, PeerId } from '../base/ids.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { Pieces } from '../exchange/pieces.ts'
import type { Info } from '../torrent/info.ts'
import { BLOCK_BYTES, type BlockRange, type Message } from '../wire/message.ts'
import { BitTorrentExchange } from './exchange.ts'
import { DEFAULT_POLICIES } from './policies.ts'

const MIB = 1024 * 1024
const STEP_MS = 20
/** `MINUTES=1 npx vitest run shared/bittorrent/withholding.test.ts` for longer runs. */
const RUN_MS = 60_000 * Number(process.env.MINUTES ?? 0.4)
const TIMEOUT_MS = 120_000
const HONEST: LinkId = 1
const BLOCK = new Uint8Array(BLOCK_BYTES)

type KeepsBack = (range: BlockRange, pieceLength: number, random: Random) => boolean

const KEPT_BACK: Readonly<Record<string, KeepsBack>> = {
  'the last block': ({ begin, length }, pieceLength) => begin + length >= pieceLength,
  'the first block': ({ begin }) => begin === 0,
  'a block in fifty': (_range, _pieceLength, random) => random() < 0.02,
}

/** We and our remotes, each as fast as it may be; disk and hashes take no time. */
class Swarm {
  readonly dropped: LinkId[] = []
  readonly snubbed = new Set<PeerId>()
  readonly #exchange: BitTorrentExchange
  readonly #pieceLength: number
  readonly #asked = new Map<LinkId, Map<string, BlockRange>>()
  readonly #keepsBack: KeepsBack
  readonly #random = seededRandom(3)
  mostBytes = 0
  honestBytes = 0
  #now = 0

  constructor(
    pieceLength: number,
    pieceCount: number,
    links: readonly LinkId[],
    keepsBack: KeepsBack,
  ) {
    this.#pieceLength = pieceLength
    this.#keepsBack = keepsBack
    const length = pieceCount * pieceLength
    const info = { length, pieceLength, pieceCount } as Info
    const pieces = new Pieces(new Bitfield(pieceCount))
    this.#exchange = new BitTorrentExchange(
      {
        infoHash: 'aa'.repeat(20) as InfoHash,
        info,
        pieces,
        wanted: true,
        policies: DEFAULT_POLICIES,
      },
      seededRandom(1),
      {
        send: (link, message) => this.#hear(link, message),
        read: () => {},
        readAhead: () => {},
        blockReceived: () => {},
        pieceReceived: piece => {
          for (const state of ['writing', 'held'] as const) pieces.move(piece, state)
          queueMicrotask(() => this.#exchange.pieceHeld(piece, this.#now))
        },
        fault: link => {
          this.dropped.push(link)
          this.#asked.delete(link)
          this.#exchange.leave(link, this.#now)
        },
        log: event => {
          if (event.event === 'snubbed') this.snubbed.add(event.remote)
        },
      },
      0,
    )
    for (const link of links) {
      this.#asked.set(link, new Map())
      this.#exchange.join(link, idOf(link), { isFirstMessage: true, speaksFast: true }, 0)
      this.#exchange.receive(link, { type: 'haveAll' }, 0)
      this.#exchange.receive(link, { type: 'unchoke' }, 0)
    }
  }

  async run(bytesPerSec: number): Promise<this> {
    const perStep = Math.round((bytesPerSec * STEP_MS) / 1_000 / BLOCK_BYTES)
    for (this.#now = STEP_MS; this.#now <= RUN_MS; this.#now += STEP_MS) {
      if (this.#now % 1_000 === 0) this.#exchange.tick(this.#now)
      for (const link of [...this.#asked.keys()]) this.#serve(link, perStep)
      // What was written is told.
      await undefined
      let bytes = 0
      for (const { receivedCount } of this.#exchange.downloads.partials)
        bytes += receivedCount * BLOCK_BYTES
      this.mostBytes = Math.max(this.mostBytes, bytes)
    }
    return this
  }

  #serve(link: LinkId, count: number): void {
    const asked = this.#asked.get(link)
    let left = count
    for (const [key, range] of asked ?? []) {
      if (left-- === 0) return
      asked?.delete(key)
      if (link !== HONEST && this.#keepsBack(range, this.#pieceLength, this.#random)) continue
      if (link === HONEST) this.honestBytes += range.length
      const { piece, begin, length } = range
      const block = BLOCK.subarray(0, length)
      this.#exchange.receive(link, { type: 'piece', piece, begin, block }, this.#now)
    }
  }

  #hear(link: LinkId, message: Message): void {
    if (message.type === 'request')
      this.#asked.get(link)?.set(`${message.piece}.${message.begin}`, message)
    if (message.type === 'cancel')
      this.#asked.get(link)?.delete(`${message.piece}.${message.begin}`)
  }
}

const idOf = (link: LinkId) => link.toString(16).padStart(40, '0') as PeerId

describe.each(Object.keys(KEPT_BACK))('%s is kept back', what => {
  describe.each([
    [0.25, 10],
    [4, 10],
    [64, 40],
  ])('of pieces of %d MiB at %d MB/s', (pieceMib, rate) => {
    const pieceLength = pieceMib * MIB
    const limit = Math.max(DEFAULT_POLICIES.maxBegunBytes, 2 * pieceLength)
    const swarm = (links: readonly LinkId[]) => {
      const bytes = rate * 1e6 * (RUN_MS / 1_000) * links.length
      const pieceCount = Math.ceil(bytes / pieceLength) + 30
      return new Swarm(pieceLength, pieceCount, links, KEPT_BACK[what] as KeepsBack).run(rate * 1e6)
    }

    test(
      'alone: what we keep has its limit, and the remote is snubbed',
      async () => {
        const { mostBytes, snubbed } = await swarm([2])
        expect(mostBytes).toBeLessThanOrEqual(limit)
        expect([...snubbed]).toEqual([idOf(2)])
      },
      TIMEOUT_MS,
    )

    test.each([[[2]], [[2, 3, 4]]])(
      'by %j beside an honest one, which keeps its speed',
      async links => {
        const { mostBytes, honestBytes, dropped } = await swarm([HONEST, ...links])
        expect(mostBytes).toBeLessThanOrEqual(limit)
        expect(honestBytes / (rate * 1e6 * (RUN_MS / 1_000))).toBeGreaterThan(0.9)
        expect(dropped).not.toContain(HONEST)
        // Of large pieces, others have taken over the block before it is due.
        if (pieceMib < 64) expect(dropped.sort()).toEqual(links)
      },
      TIMEOUT_MS,
    )
  })
})
