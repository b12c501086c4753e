/** One peer in a gossip swarm, against remotes that play by the rules and against those that do not. */
import { describe, expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import {
  type Actor,
  blockOf,
  INFO,
  INFO_HASH,
  PeerStage,
  pieceLength,
} from '../testing/peer-stage.ts'
import { encodeExtendedHandshake } from '../wire/extended.ts'
import { encodeGossip, type GossipMessage, parseGossip } from '../wire/gossip.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { type ExchangeChoice, swarmOf } from './exchange-choice.ts'

const ALL = '******'
type Word = GossipMessage['type']

function stageOf({ stored = '', ...style }: Partial<GossipStyle> & { stored?: string } = {}) {
  const exchange: ExchangeChoice = { kind: 'gossip', ...style }
  const stage = new PeerStage({ info: INFO, stored, exchange })
  const greet = (n: number): Actor => {
    const actor = stage.call(n)
    actor.shake({ infoHash: swarmOf(INFO_HASH, exchange) })
    actor.speaks('ts_gossip')
    return actor
  }
  return { stage, greet }
}

const say = (actor: Actor, ...messages: GossipMessage[]): void => {
  for (const message of messages) actor.saysExtended('ts_gossip', encodeGossip(message))
}

const heard = (actor: Actor): GossipMessage[] =>
  actor.heardExtended('ts_gossip').flatMap(payload => parseGossip(payload, INFO) ?? [])

const heardOf = <T extends Word>(actor: Actor, type: T) =>
  heard(actor).filter(
    (message): message is Extract<GossipMessage, { type: T }> => message.type === type,
  )

const HERE: GossipMessage = { type: 'announce', count: 0, digest: 0 }

const holds = (drawn: string): GossipMessage => {
  const pieces = new Bitfield(drawn.length)
  for (const [piece, mark] of [...drawn].entries()) if (mark === '*') pieces.add(piece)
  return { type: 'bitmap', begin: 0, reply: false, bytes: pieces.bytes }
}

/** A piece in blocks; `spoilt`: the first byte of it is wrong. */
function sendPiece(actor: Actor, piece: number, spoilt = false): void {
  for (let begin = 0; begin < pieceLength(piece); begin += BLOCK_BYTES) {
    const length = Math.min(BLOCK_BYTES, pieceLength(piece) - begin)
    const block = Uint8Array.from(blockOf({ piece, begin, length }))
    if (spoilt && begin === 0) block[0] = (block[0] as number) ^ 1
    say(actor, { type: 'data', piece, begin, block })
  }
}

/** Its channel carries whatever is put into it. */
function drain(actor: Actor): void {
  for (let i = 0; i < 100; i++)
    actor.stage.tell({ type: 'drained', link: actor.link, queuedBytes: 0 })
}

describe('an honest remote', () => {
  test('offers what is lacked, is accepted, and what comes is held, told and offered on', () => {
    const { stage, greet } = stageOf()
    const [giver, other] = [greet(1), greet(2)]
    say(giver, holds('  *   '))
    say(giver, { type: 'offer', piece: 2, offer: 1 })
    expect(heardOf(giver, 'accept')).toMatchObject([{ piece: 2, offer: 1 }])
    sendPiece(giver, 2)
    expect(stage.view.heldCount).toBe(1)
    expect(heardOf(other, 'offer')).toMatchObject([{ piece: 2 }])
    expect(stage.view.gossip).toMatchObject({ useful: 1, redundant: 0, rmr: 0, rounds: undefined })
  })

  test('accepts an offer and gets the piece, byte for byte', () => {
    const { greet } = stageOf({ stored: ' *    ' })
    const taker = greet(1)
    say(taker, holds('      '))
    const offer = heardOf(taker, 'offer')[0]
    expect(offer).toMatchObject({ piece: 1 })
    say(taker, { type: 'accept', piece: 1, offer: offer?.offer ?? 0 })
    drain(taker)
    const blocks = heardOf(taker, 'data')
    expect(Buffer.concat(blocks.map(({ block }) => block))).toEqual(
      Buffer.from(blockOf({ piece: 1, begin: 0, length: pieceLength(1) })),
    )
  })

  test('is told when the disk no longer gives a piece, and nobody is offered it', () => {
    const { stage, greet } = stageOf({ stored: ' *    ' })
    const [taker, other] = [greet(1), greet(2)]
    stage.disk = 'unreadable'
    for (const member of [taker, other]) say(member, holds('      '))
    for (const member of [taker, other]) say(member, { type: 'pull', piece: 1 })
    const offer = heardOf(taker, 'offer').at(-1)?.offer ?? 0
    stage.clear()
    say(taker, { type: 'accept', piece: 1, offer })
    expect(stage.eventsOf('readFailed')).toHaveLength(1)
    expect(heardOf(taker, 'decline')).toMatchObject([{ piece: 1, offer }])
    expect([...heardOf(taker, 'offer'), ...heardOf(other, 'offer')]).toEqual([])
  })

  test('is told every three seconds that we are here; the tracker hears of us as often', () => {
    const { stage, greet } = stageOf({ stored: ALL })
    const member = greet(1)
    say(member, HERE)
    stage.clear()
    for (let second = 0; second < 9; second++) {
      stage.pass(1_000)
      say(member, HERE)
    }
    expect(heardOf(member, 'announce')).toHaveLength(3)
    expect(stage.announces()).toEqual(['periodic', 'periodic', 'periodic'])
    expect(stage.effects.find(effect => effect.type === 'announce')).toMatchObject({ brisk: true })
  })

  test('that falls silent is given nothing after ten seconds, until it is heard again', () => {
    const { stage, greet } = stageOf({ stored: ALL, mode: 'push', fidelity: 'intended' })
    const member = greet(1)
    say(member, HERE)
    stage.pass(11_000)
    drain(member)
    expect(stage.eventsOf('silent')).toMatchObject([{ remote: member.id }])
    stage.clear()
    stage.pass(5_000)
    expect(heardOf(member, 'data')).toEqual([])
    say(member, HERE)
    stage.pass(1_000)
    expect(stage.eventsOf('heardAgain')).toMatchObject([{ remote: member.id }])
    expect(heardOf(member, 'data').length).toBeGreaterThan(0)
  })
})

test.each(['intended', 'informed'] as const)('%s: what a remote told last counts', fidelity => {
  const { stage, greet } = stageOf({ fidelity })
  const member = greet(1)
  const heldCount = () => stage.view.links[0]?.heldCount
  expect(heldCount()).toBeUndefined()
  if (fidelity === 'informed') {
    say(member, holds(' ***  '))
    expect(heldCount()).toBe(3)
  }
  say(member, { type: 'announce', count: 4, digest: 0 })
  expect(heldCount()).toBe(4)
})

describe('is dropped by name, and the others are served', () => {
  const faults: [string, string, (actor: Actor) => void][] = [
    ['who sends no bencode', 'bad-extension', a => a.saysExtended('ts_gossip', Uint8Array.of(1))],
    [
      'who speaks of a piece that there is not',
      'bad-extension',
      a => say(a, { type: 'pull', piece: 6 }),
    ],
    ['who speaks BitTorrent here', 'not-agreed', a => a.say({ type: 'unchoke' })],
    ['who does not gossip', 'bad-extension', a => a.speaks('ts_pex')],
    [
      'who talks without end',
      'flood',
      a => {
        for (let i = 0; i < 10_000 && !a.isClosed; i++)
          say(a, { type: 'announce', count: 0, digest: i })
      },
    ],
    [
      'who sends what nobody asked for, without end',
      'flood',
      a => {
        for (let i = 0; i < 1_000 && !a.isClosed; i++) sendPiece(a, i % 6)
      },
    ],
  ]
  test.each(faults)('%s: %s', (_, fault, misbehave) => {
    const { stage, greet } = stageOf()
    const [bad, good] = [greet(1), greet(2)]
    misbehave(bad)
    expect(bad.fault).toBe(fault)
    expect(stage.eventsOf('banned')).toMatchObject([{ remote: bad.id, reason: fault }])
    say(good, { type: 'offer', piece: 0, offer: 1 })
    sendPiece(good, 0)
    expect(stage.view.heldCount).toBe(1)
  })

  test('who sends a piece that fails its check', () => {
    const { stage, greet } = stageOf()
    const [liar, good] = [greet(1), greet(2)]
    say(liar, { type: 'offer', piece: 3, offer: 1 })
    sendPiece(liar, 3, true)
    expect(stage.eventsOf('pieceFailed')).toMatchObject([{ piece: 3 }])
    expect(stage.eventsOf('banned')).toMatchObject([{ remote: liar.id }])
    expect(stage.view.gossip).toMatchObject({ useful: 0, failed: 1 })
    say(good, { type: 'offer', piece: 3, offer: 1 })
    sendPiece(good, 3)
    expect(stage.view.heldCount).toBe(1)
  })
})

describe('is ignored', () => {
  test('who accepts what was never offered, and who declines it', () => {
    const { stage, greet } = stageOf({ stored: ALL })
    const forger = greet(1)
    say(forger, holds('      '))
    const made = heardOf(forger, 'offer').at(-1)
    say(forger, { type: 'accept', piece: made?.piece ?? 0, offer: 999 })
    say(forger, { type: 'decline', piece: 5, offer: 999 })
    expect(heardOf(forger, 'data')).toEqual([])
    expect(stage.view.links).toHaveLength(1)
  })

  test('who claims and never delivers: the piece comes from another, and he waits', () => {
    const { stage, greet } = stageOf()
    const [boaster, good] = [greet(1), greet(2)]
    say(boaster, holds(ALL), { type: 'offer', piece: 4, offer: 1 })
    expect(heardOf(boaster, 'accept')).toHaveLength(1)
    stage.pass(7_000)
    expect(stage.eventsOf('stalled')).toMatchObject([{ remote: boaster.id, piece: 4 }])
    say(boaster, { type: 'offer', piece: 4, offer: 2 })
    expect(heardOf(boaster, 'decline').at(-1)).toMatchObject({ piece: 4, offer: 2 })
    say(good, { type: 'offer', piece: 4, offer: 1 })
    sendPiece(good, 4)
    expect(stage.view.heldCount).toBe(1)
  })

  test('while he is waited for, the line is not kept free for him', () => {
    const { stage, greet } = stageOf()
    const [boaster, good] = [greet(1), greet(2)]
    say(boaster, { type: 'offer', piece: 4, offer: 1 })
    say(good, { type: 'offer', piece: 5, offer: 1 })
    expect(heardOf(good, 'accept')).toEqual([])
    stage.pass(1_500)
    expect(heardOf(good, 'accept')).toMatchObject([{ piece: 5 }])
  })

  test('who pulls everything at once, but for what one link may have waiting', () => {
    const { greet } = stageOf({ stored: ALL, mode: 'pull', fidelity: 'intended' })
    const greedy = greet(1)
    greedy.stage.disk = 'silent'
    for (let i = 0; i < 1_000; i++) say(greedy, { type: 'pull', piece: i % 6 })
    expect(heardOf(greedy, 'decline').length).toBeGreaterThanOrEqual(990)
    expect(greedy.stage.view.links[0]?.requestsIn).toBeLessThanOrEqual(4)
  })
})

/** What a remote says of itself in the extended handshake (BEP 10). */
const introduces = (actor: Actor, ids: Record<string, number>, metadataSize?: number): void => {
  const extensions = new Map(Object.entries(ids))
  const payload = encodeExtendedHandshake({ extensions, ...(metadataSize && { metadataSize }) })
  actor.say({ type: 'extended', id: 0, payload })
}

/** Ids of the gossip messages that the peer said to it: everything but the handshake and metadata. */
const idsHeard = (actor: Actor): Set<number> =>
  new Set(actor.heard.flatMap(each => (each.type === 'extended' && each.id > 7 ? each.id : [])))

type Handshake = Record<string, number>

interface Outcome {
  readonly fault?: string
  /** Under which ids the remote hears of gossip, in order. */
  readonly ids: readonly number[]
}

/** What the remote says it speaks, in order: judged at once, or by its last word when the exchange begins. */
const stories: [string, { said: Handshake[]; atOnce: Outcome; later: Outcome }][] = [
  [
    'that does not gossip',
    {
      said: [{ ts_pex: 21 }],
      atOnce: { fault: 'bad-extension', ids: [] },
      later: { fault: 'bad-extension', ids: [] },
    },
  ],
  [
    'that gossips only by its second handshake',
    {
      said: [{ ts_pex: 21 }, { ts_gossip: 30 }],
      atOnce: { fault: 'bad-extension', ids: [] },
      later: { ids: [30] },
    },
  ],
  [
    'that gossips no longer',
    {
      said: [{ ts_gossip: 30 }, { ts_pex: 21 }],
      atOnce: { fault: 'bad-extension', ids: [30] },
      later: { fault: 'bad-extension', ids: [] },
    },
  ],
  [
    'that wants another id',
    {
      said: [{ ts_gossip: 30 }, { ts_gossip: 31 }],
      atOnce: { ids: [30, 31] },
      later: { ids: [31] },
    },
  ],
  ['that never says what it speaks', { said: [], atOnce: { ids: [] }, later: { ids: [] } }],
]

describe('a remote', () => {
  /** A newcomer, a member that gives it the metadata, and a remote whose handshakes come then or before. */
  function meet(by: 'torrent' | 'magnet', said: readonly Handshake[], isEarly: boolean) {
    const exchange: ExchangeChoice = { kind: 'gossip' }
    const stage = new PeerStage({ exchange, ...(by === 'torrent' && { info: INFO }) })
    const [member, remote] = [stage.call(1), stage.call(2)]
    for (const actor of [member, remote]) actor.shake({ infoHash: swarmOf(INFO_HASH, exchange) })
    const speak = () => {
      for (const handshake of said) if (!remote.isClosed) introduces(remote, handshake)
    }
    if (isEarly) speak()
    introduces(member, { ut_metadata: 7, ts_gossip: 23 }, INFO.bytes.length)
    if (by === 'magnet') member.sendsMetadata(member.metadataRequests)
    if (!isEarly) speak()
    stage.pass(4_000)
    expect(member.fault).toBeUndefined()
    expect(heardOf(member, 'announce').length).toBeGreaterThan(1)
    return remote
  }

  const outcomeOf = (remote: Actor): Outcome => ({
    ...(remote.fault !== undefined && { fault: remote.fault }),
    ids: [...idsHeard(remote)],
  })

  test.each(stories)('%s, to one that has the torrent', (_, { said, atOnce }) => {
    expect(outcomeOf(meet('torrent', said, false))).toEqual(atOnce)
  })

  test.each(stories)('%s, to one that has fetched the metadata', (_, { said, atOnce }) => {
    expect(outcomeOf(meet('magnet', said, false))).toEqual(atOnce)
  })

  test.each(stories)('%s, to one that is still without metadata', (_, { said, later }) => {
    expect(outcomeOf(meet('magnet', said, true))).toEqual(later)
  })
})
