/**
 * Three remotes say what they like, in bytes good and spoilt, at any time: nothing but a ProtocolError
 * comes of it, what the exchange answers is lawful, and it does not grow.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, PeerId } from '../base/ids.ts'
import { pieceLengthAt } from '../base/pieces.ts'
import { seededRandom } from '../base/random.ts'
import { encodeGossip, type GossipMessage, parseGossip } from '../wire/gossip.ts'
import { DEFAULT_GOSSIP, GOSSIP_FIDELITIES, GOSSIP_MODES } from '../wire/gossip-style.ts'
import { ProtocolError } from '../wire/message.ts'
import { mutate } from '../wire/mutate.ts'
import { GossipExchange } from './exchange.ts'
import type { Member } from './member.ts'

const LAYOUT = { pieceCount: 12, pieceLength: 20_000, length: 230_001 }
const LINKS: readonly LinkId[] = [1, 2, 3]
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
          const exchange: GossipExchange = new GossipExchange(
            { layout: LAYOUT, held: half, wanted: true, style: { ...DEFAULT_GOSSIP, ...kind } },
            seededRandom(seed),
            {
              say(_, said) {
                const bytes = encodeGossip(said)
                expect(parseGossip(bytes, LAYOUT)?.type).toBe(said.type)
                return bytes.length
              },
              read(link, range) {
                expect(exchange.held.has(range.piece)).toBe(true)
                reads.push(() => exchange.supply(link, range, new Uint8Array(range.length), now))
              },
              blockReceived: () => {},
              pieceReceived(index, bytes) {
                expect(bytes.length).toBe(pieceLengthAt(LAYOUT, index))
                if (index % 3 > 0) exchange.pieceHeld(index, now)
                else exchange.pieceFailed(index, now)
              },
              log: () => {},
            },
            now,
          )
          for (const link of LINKS) exchange.join(link, `${link}`.repeat(40) as PeerId, now)
          for (const { link, message: said, spoilt, afterMs } of steps) {
            now += afterMs
            exchange.tick(now)
            const bytes = encodeGossip(said)
            try {
              const heard = parseGossip(
                spoilt === null ? bytes : mutate(bytes, seededRandom(spoilt)),
                LAYOUT,
              )
              if (heard !== undefined) exchange.receive(link, heard, now)
            } catch (error) {
              expect(error).toBeInstanceOf(ProtocolError)
              exchange.leave(link, now)
            }
            for (const supply of reads.splice(0)) supply()
            expect(exchange.nextDeadline).toBeGreaterThan(now - 1)
          }
          for (const member of exchange.members) expect(sizeOf(member)).toBeLessThan(40)
        },
      ),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)

/** What is remembered of one member, beside its bitfield. */
const sizeOf = ({ outgoing, coming, untold, settled }: Member): number =>
  outgoing.length + coming.length + untold.length + settled.size
