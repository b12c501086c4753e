/** Floods of every kind: the link is dropped before long, for a while, and nothing is done for the rest. */
import { describe, expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { type Actor, INFO, PeerStage } from '../testing/peer-stage.ts'
import { encodeDontHave } from '../wire/dont-have.ts'
import { BLOCK_BYTES, type Message } from '../wire/message.ts'
import { encodeMetadataMessage } from '../wire/metadata.ts'
import { encodePex } from '../wire/pex.ts'
import { encodeRelay } from '../wire/relay.ts'
import { Budget, type Kind } from './budget.ts'

const ALL = '*'.repeat(INFO.pieceCount)
const RANGE = { piece: 0, begin: 0, length: BLOCK_BYTES }
const NOBODY = '9'.repeat(40)

type Flood = (actor: Actor, i: number) => void
const says =
  (...messages: Message[]): Flood =>
  (actor, i) =>
    actor.say(messages[i % messages.length] as Message)
const saysExtended =
  (name: string, payload: Uint8Array): Flood =>
  actor =>
    actor.saysExtended(name, payload)

/** How many a remote may send at once, at most. */
const FLOODS: readonly [string, number, Flood][] = [
  ['keep-alives', 200, says({ type: 'keepAlive' })],
  ['empty messages, and crumbs of some', 50_000, actor => fragment(actor.stage, actor.link)],
  ['chokes and unchokes', 3_000, says({ type: 'choke' }, { type: 'unchoke' })],
  ['the same choke', 2_000, says({ type: 'choke' })],
  ['changes of interest', 3_000, says({ type: 'interested' }, { type: 'notInterested' })],
  ['haves', 30_000, says({ type: 'have', piece: 0 })],
  ['requests', 30_000, says({ type: 'request', ...RANGE })],
  [
    'requests, taken back',
    30_000,
    says({ type: 'request', ...RANGE }, { type: 'cancel', ...RANGE }),
  ],
  ['cancels', 30_000, says({ type: 'cancel', ...RANGE })],
  ['rejects', 10_000, says({ type: 'reject', ...RANGE })],
  ['suggestions', 3_000, says({ type: 'suggest', piece: 0 })],
  ['what may be had while choked', 3_000, says({ type: 'allowedFast', piece: 0 })],
  [
    'blocks',
    1_000,
    says({ type: 'piece', piece: 0, begin: 0, block: new Uint8Array(BLOCK_BYTES) }),
  ],
  ['bitfields', 3, says({ type: 'bitfield', bytes: Uint8Array.of(0xfc) })],
  ['extended handshakes', 100, actor => actor.speaks('ts_pex', 'ts_relay', 'lt_donthave')],
  ['peer exchange', 30, saysExtended('ts_pex', encodePex({ added: [], dropped: [] }))],
  [
    'signals to be relayed',
    10_000,
    saysExtended(
      'ts_relay',
      encodeRelay({
        type: 'forward',
        remote: NOBODY as Actor['id'],
        offerId: NOBODY,
        signal: new Uint8Array(1_000),
      }),
    ),
  ],
  ['pieces lost', 30_000, saysExtended('lt_donthave', encodeDontHave(0))],
  [
    'requests for metadata',
    10_000,
    saysExtended('ut_metadata', encodeMetadataMessage({ type: 'request', piece: 0 })),
  ],
  [
    'metadata that nobody asks for',
    300,
    saysExtended(
      'ut_metadata',
      encodeMetadataMessage({
        type: 'data',
        piece: 0,
        totalSize: 16_384,
        bytes: new Uint8Array(16_384),
      }),
    ),
  ],
]

function fragment(stage: PeerStage, link: LinkId): void {
  stage.tell({ type: 'fragment', link })
}

function remotes() {
  const stage = new PeerStage({ info: INFO, stored: '*     ' })
  const [flooder, honest] = [stage.call(1), stage.call(2)]
  for (const actor of [flooder, honest]) {
    actor.shake({ fast: true })
    actor.speaks('ut_metadata', 'ts_pex', 'ts_relay', 'lt_donthave')
  }
  return { stage, flooder, honest }
}

describe.each(FLOODS)('%s', (_, most, flood) => {
  test(`at most ${most} at once; the sender is shut out for a minute, and others go on`, () => {
    const { stage, flooder, honest } = remotes()
    for (let i = 0; i < most && !flooder.isClosed; i++) flood(flooder, i)
    expect(flooder.isClosed).toBe(true)
    const [banned] = stage.eventsOf('banned')
    expect(banned?.remote).toBe(flooder.id)
    expect(banned?.reason).not.toBe('not-agreed')
    const { length } = stage.effects
    for (let i = 0; i < 1_000; i++) flood(flooder, i)
    expect(stage.effects).toHaveLength(length)
    expect(stage.offer(1)).toBeUndefined()
    expect(honest.isClosed).toBe(false)
    honest.serves(ALL)
    honest.answerAll()
    expect(stage.view.phase).toBe('seeding')
    if (banned?.reason !== 'flood') return
    expect(banned.forMs).toBe(60_000)
    stage.pass(61_000)
    expect(stage.offer(1)).toBeDefined()
  })
})

test('who floods again is shut out for longer', () => {
  const { stage, flooder } = remotes()
  const bans: (number | undefined)[] = []
  let actor = flooder
  for (const restMs of [61_000, 601_000]) {
    for (let i = 0; i < 200 && !actor.isClosed; i++) actor.say({ type: 'keepAlive' })
    bans.push(stage.eventsOf('banned').at(-1)?.forMs)
    stage.pass(restMs)
    actor = stage.greet(1)
  }
  for (let i = 0; i < 200 && !actor.isClosed; i++) actor.say({ type: 'keepAlive' })
  bans.push(stage.eventsOf('banned').at(-1)?.forMs)
  expect(bans).toEqual([60_000, 600_000, undefined])
})

/** Messages a second of an honest remote on a line of 1 Gbit/s, with pieces of one block. */
const FULL_SPEED: readonly [Kind, number][] = [
  ['have', 7_630],
  ['request', 7_630],
  ['piece', 7_630],
  ['fragment', 7_630],
  ['cancel', 2_000],
  ['reject', 500],
  ['interested', 200],
  ['notInterested', 200],
  ['unchoke', 100],
  ['choke', 100],
  ['gossipBlock', 7_630],
  ['gossipControl', 1_000],
  ['keepAlive', 0.1],
  ['ts_pex', 0.08],
]

test.each(FULL_SPEED)(
  '%s: ten minutes at full speed, and as they wait for a tab asleep',
  (kind, perSecond) => {
    const budget = new Budget(0)
    const due = (untilMs: number) => Math.floor((untilMs / 1_000) * perSecond)
    let said = 0
    for (let now = 0; now < 600_000; now += 100)
      for (; said < due(now); said++) budget.take(kind, now)
    expect(said).toBeGreaterThan(40)
  },
)

test('all pieces at once, each by a have: 100,000 of them, again after each reconnect', () => {
  const budget = new Budget(0)
  budget.allowPieces(100_000)
  for (let piece = 0; piece < 100_000; piece++) budget.take('have', 0)
  for (let second = 1; second <= 60; second++)
    for (let i = 0; i < 7_630; i++) budget.take('have', second * 1_000)
  expect(() => {
    for (let i = 0; i < 30_000; i++) budget.take('have', 60_000)
  }).toThrow('have')
})

test('all pieces of a file that has changed are told to be gone at once: 100,000 of them', () => {
  const budget = new Budget(0)
  budget.allowPieces(100_000)
  for (let piece = 0; piece < 100_000; piece++) budget.take('lt_donthave', 0)
  expect(() => {
    for (let i = 0; i < 30_000; i++) budget.take('lt_donthave', 0)
  }).toThrow('lt_donthave')
})
