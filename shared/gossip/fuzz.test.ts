/**
 * Three remotes say what they like, in bytes good and spoilt, at any time: nothing but a ProtocolError
 * comes of it, what the exchange answers is lawful, and when they have left, nothing is under way.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId } from '../base/ids.ts'
import { pieceLengthAt } from '../base/pieces.ts'
import { seededRandom } from '../base/random.ts'
import { GossipStage } from '../testing/gossip-stage.ts'
import { encodeGossip, type GossipMessage } from '../wire/gossip.ts'
import { GOSSIP_FIDELITIES, GOSSIP_MODES } from '../wire/gossip-style.ts'
import { ProtocolError } from '../wire/message.ts'
import { mutate } from '../wire/mutate.ts'

const LAYOUT = { pieceCount: 12, pieceLength: 20_000, length: 230_001 }
const LINKS: readonly LinkId[] = [1, 2, 3]
/** Pieces that one member may have waiting. */
const MOST_QUEUED = 4
/** Ten messages each; `RUNS=10000 npx vitest run shared/gossip/fuzz.test.ts` for more. */
const RUNS = Number(process.env.RUNS ?? 1_000)
const TIMEOUT_MS = 300_000

const piece = fc.nat({ max: LAYOUT.pieceCount - 1 })
const pieces = fc.array(piece, { maxLength: 4 })
const news = fc.record({ held: pieces, coming: pieces })
const about = { piece, offer: fc.nat({ max: 3 }) }
const message: fc.Arbitrary<GossipMessage> = fc.oneof(
  fc.record({ type: fc.constant('announce' as const), count: piece, digest: fc.nat() }),
  fc.record({
    type: fc.constant('bitmap' as const),
    begin: fc.constant(0),
    reply: fc.boolean(),
    bytes: fc
      .tuple(fc.nat({ max: 255 }), fc.nat({ max: 15 }))
      .map(([a, b]) => Uint8Array.of(a, b << 4)),
  }),
  fc.record({ type: fc.constant('news' as const), news }),
  fc.record({ type: fc.constant('pull' as const), piece }),
  fc.record({ type: fc.constantFrom('offer', 'accept', 'decline'), ...about, news }),
  fc.record({ type: fc.constantFrom('offer', 'accept', 'decline'), ...about }),
  fc.record({
    type: fc.constant('data' as const),
    piece,
    begin: fc.constantFrom(0, 0, 8_000, 16_000),
    block: fc.constantFrom(4_000, 8_000, 16_384).map(length => new Uint8Array(length)),
  }),
)

const step = fc.record({
  link: fc.constantFrom(...LINKS),
  message,
  /** Spoilt on its way, by this seed. */
  spoilt: fc.option(fc.nat(), { freq: 3 }),
  afterMs: fc.constantFrom(0, 0, 1, 40, 1_000, 11_000),
})

const style = fc.record({
  mode: fc.constantFrom(...GOSSIP_MODES),
  fidelity: fc.constantFrom(...GOSSIP_FIDELITIES),
})

test(
  'ten thousand messages of sense and nonsense',
  () => {
    fc.assert(
      fc.property(
        style,
        fc.array(step, { minLength: 10, maxLength: 10 }),
        fc.nat(),
        (kind, steps, seed) => {
          let now = 0
          const reads: (() => void)[] = []
          const half = new Bitfield(LAYOUT.pieceCount)
          for (let i = 0; i < LAYOUT.pieceCount; i += 2) half.add(i)
          const stage: GossipStage = new GossipStage({
            layout: LAYOUT,
            held: half,
            style: kind,
            seed,
            output: {
              read(link, range) {
                expect(stage.pieces.held.has(range.piece)).toBe(true)
                const bytes = new Uint8Array(range.length)
                reads.push(() => stage.exchange.supply(link, range, bytes, now))
              },
              pieceReceived(index, bytes) {
                expect(bytes.length).toBe(pieceLengthAt(LAYOUT, index))
                expect(stage.pieces.stateOf(index)).toBe('verifying')
                if (index % 3 > 0) stage.store(index, now)
                else stage.refuse(index, now)
              },
            },
          })
          const { exchange } = stage
          for (const link of LINKS) stage.join(link, now)
          for (const { link, message: said, spoilt, afterMs } of steps) {
            now += afterMs
            exchange.tick(now)
            const bytes = encodeGossip(said)
            try {
              const sent = spoilt === null ? bytes : mutate(bytes, seededRandom(spoilt))
              exchange.receiveExtended(link, sent, now)
            } catch (error) {
              expect(error).toBeInstanceOf(ProtocolError)
              exchange.leave(link, now)
            }
            for (const supply of reads.splice(0)) supply()
            expect(exchange.nextDeadline).toBeGreaterThan(now - 1)
          }
          for (const link of LINKS)
            expect(exchange.inspectLink(link, now)?.requestsIn ?? 0).toBeLessThanOrEqual(
              MOST_QUEUED,
            )
          for (const link of LINKS) exchange.leave(link, now)
          for (let i = 0; i < LAYOUT.pieceCount; i++)
            expect(['missing', 'held']).toContain(stage.pieces.stateOf(i))
        },
      ),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)
