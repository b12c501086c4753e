/** The giving half, seen from outside: who is unchoked when, and how fast the channel is filled. */
import { describe, expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { randomInt, seededRandom } from '../base/random.ts'
import { Stage } from '../testing/exchange-stage.ts'
import { forSeeds } from '../testing/seeds.ts'
import { BLOCK_BYTES, type BlockRange, ProtocolError } from '../wire/message.ts'
import { OPTIMISTIC_MS, RECHOKE_MS } from './slot-choice.ts'

const PIECES = 20
const ALL = '*'.repeat(PIECES)

const seeder = (slots = 2) =>
  new Stage({ pieces: PIECES, held: ALL, policies: { uploadSlots: slots, slotRule: 'fixed' } })

/** Leechers without a piece that want what we have. */
function leechers(stage: Stage, count: number): LinkId[] {
  const links = Array.from({ length: count }, (_, i) => i + 1)
  for (const link of links) {
    stage.join(link, '')
    stage.say(link, { type: 'interested' })
  }
  return links
}

/** Of link 1. */
const queue = (stage: Stage) => stage.exchange.remote(1)!.upload

const unchoked = (stage: Stage): LinkId[] =>
  [...stage.exchange.remotes].filter(remote => !remote.amChoking).map(remote => remote.link)

const served = (stage: Stage): LinkId[] =>
  [...stage.exchange.remotes]
    .filter(remote => !remote.amChoking && remote.peerInterested)
    .map(remote => remote.link)

const block = (n: number): BlockRange => ({
  piece: n >> 2,
  begin: (n & 3) * BLOCK_BYTES,
  length: BLOCK_BYTES,
})

const ask = (stage: Stage, link: LinkId, range: BlockRange) =>
  stage.say(link, { type: 'request', ...range })

/** Storage answers what it was asked. */
function supply(stage: Stage): void {
  for (const { link, range } of stage.reads.splice(0)) {
    stage.exchange.supply(link, range, new Uint8Array(range.length), stage.now)
  }
}

const fault = (act: () => void): string | undefined => {
  try {
    act()
  } catch (error) {
    if (error instanceof ProtocolError) return error.code
    throw error
  }
  return undefined
}

describe('slots', () => {
  test('grow by one at a time while the line is idle and others wait, up to all of them', () => {
    const stage = new Stage({ pieces: PIECES, held: ALL, policies: { uploadSlots: 2 } })
    leechers(stage, 8)
    expect(unchoked(stage).length).toBe(3)
    for (let served = 4; served <= 8; served++) {
      // The newest has a second to ask for something.
      stage.pass(1_000)
      expect(unchoked(stage).length).toBe(served)
    }
  })

  test('are given at once while they are free: as many as there are, and an optimistic one', () => {
    const stage = seeder(2)
    leechers(stage, 6)
    expect(unchoked(stage)).toEqual([1, 2, 3])
  })

  test('that come free go to another at once', () => {
    const stage = seeder(2)
    leechers(stage, 6)
    stage.leave(2)
    expect(unchoked(stage).length).toBe(3)
    stage.say(1, { type: 'notInterested' })
    expect(served(stage).length).toBe(3)
    expect(served(stage)).not.toContain(1)
  })

  test('are never more than that, whatever the remotes do between two rounds', () => {
    const where = { file: 'shared/bittorrent/uploads.test.ts', only: process.env.SEED }
    forSeeds(20, where, seed => {
      const random = seededRandom(seed)
      const stage = seeder(3)
      for (let step = 0; step < 300; step++) {
        const link = 1 + randomInt(random, 10)
        if (!stage.links.includes(link)) stage.join(link, '')
        const kind = randomInt(random, 12)
        if (kind < 5) stage.say(link, { type: 'interested' })
        else if (kind < 10) stage.say(link, { type: 'notInterested' })
        else if (kind < 11) stage.leave(link)
        else stage.pass(1_000)
        expect(served(stage).length, `step ${step}`).toBeLessThanOrEqual(4)
      }
    })
  })

  test('go to who gave most in twenty seconds, though another gave last', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const policies = { uploadSlots: 1, slotRule: 'fixed' } as const
      const stage = new Stage({ pieces: PIECES, held: '*', policies, seed })
      for (const link of [1, 2, 3, 4]) {
        stage.join(link, ALL.replace('*', ' '))
        stage.say(link, { type: 'interested' })
      }
      stage.pass(1_000)
      stage.answer(4, 8)
      stage.pass(8_000)
      stage.answer(3)
      stage.pass(1_000)
      expect(unchoked(stage), `seed ${seed}`).toContain(4)
    }
  })

  test('go every 10 s to those who give most, while we leech', () => {
    const stage = new Stage({
      pieces: PIECES,
      held: '*',
      policies: { uploadSlots: 2, slotRule: 'fixed' },
    })
    for (const link of [1, 2, 3, 4, 5, 6]) {
      stage.join(link, ALL)
      stage.say(link, { type: 'interested' })
    }
    expect(unchoked(stage)).toEqual([1, 2, 3])
    for (let ms = 0; ms < RECHOKE_MS; ms += 1_000) {
      expect(unchoked(stage)).toEqual([1, 2, 3])
      stage.answer(5, 3)
      stage.answer(6, 2)
      stage.pass(1_000)
    }
    expect(unchoked(stage)).toEqual(expect.arrayContaining([5, 6]))
    expect(unchoked(stage).length).toBe(3)
  })

  test('a remote that owes us blocks has none but the optimistic one', () => {
    const stage = new Stage({
      pieces: PIECES,
      held: '*',
      policies: { uploadSlots: 1, slotRule: 'fixed' },
    })
    for (const link of [1, 2, 3]) {
      stage.join(link, ALL, { unchokes: link !== 3 })
      stage.say(link, { type: 'interested' })
    }
    // The first gives a lot, then nothing for ten seconds.
    stage.answer(1, 12)
    for (let second = 0; second < 20; second++) {
      stage.answer(2, 1)
      stage.pass(1_000)
    }
    expect(stage.exchange.remote(1)?.snubbed).toBe(true)
    expect(unchoked(stage)).toContain(2)
    expect(unchoked(stage).length).toBe(2)
  })

  test('the optimistic one moves on every 30 s, so that everyone has a turn', () => {
    const stage = seeder(1)
    leechers(stage, 5)
    const seen = new Set<LinkId>()
    let changes = 0
    let before = ''
    for (let ms = 0; ms < 20 * OPTIMISTIC_MS; ms += 1_000) {
      stage.pass(1_000)
      for (const link of unchoked(stage)) seen.add(link)
      const now = unchoked(stage).join(' ')
      if (now !== before) changes++
      before = now
    }
    expect(seen.size).toBe(5)
    // Those who came first, those of the first round, and a rotation every 30 s: the regular slot
    // stays where it is as long as rates are equal.
    expect(changes).toBeGreaterThanOrEqual(15)
    expect(changes).toBeLessThanOrEqual(22)
  })
})

describe('serving', () => {
  function served1() {
    const stage = seeder(1)
    leechers(stage, 1)
    stage.heard(1)
    return stage
  }

  test('puts no more into the channel than its window, and goes on as it drains', () => {
    const stage = served1()
    for (let n = 0; n < 40; n++) ask(stage, 1, block(n))
    for (let i = 0; i < 5; i++) supply(stage)
    expect(stage.heard(1)).toEqual(['piece'])
    stage.now += 50
    stage.exchange.drained(1, 0, stage.now)
    for (let i = 0; i < 5; i++) supply(stage)
    const pieces = stage.heard(1).length
    expect(pieces).toBeGreaterThanOrEqual(2)
    expect(pieces).toBeLessThanOrEqual(4)
  })

  test.each([
    [50_000, 2 * BLOCK_BYTES],
    [500_000, 10 * BLOCK_BYTES],
    [2_000_000, 32 * BLOCK_BYTES],
    [1_000_000_000, 65 * BLOCK_BYTES],
  ])('a link of %i bytes/s is kept busy with at most %i bytes in the channel', (rate, most) => {
    const stage = served1()
    let queued = 0
    let highest = 0
    let delivered = 0
    for (let ms = 0; ms < 1_000; ms++) {
      stage.now++
      for (let n = 0; queue(stage).waiting.length < 70; n++) ask(stage, 1, block(n))
      while (stage.reads.length > 0) supply(stage)
      queued += stage.heard(1).length * BLOCK_BYTES
      highest = Math.max(highest, queued)
      const departed = Math.min(queued, rate / 1000)
      queued -= departed
      delivered += departed
      stage.exchange.drained(1, queued, stage.now)
    }
    expect(highest).toBeLessThanOrEqual(most)
    // No window lets the last through: 1 MiB a ms.
    expect(delivered).toBeGreaterThan(0.9 * Math.min(rate, 500_000_000))
  })

  test('a far link of 20 Mbit/s is kept busy by a disk that takes 30 ms', () => {
    const stage = served1()
    stage.exchange.roundTrip?.(1, 50)
    const rate = 2_500_000
    let [queued, delivered] = [0, 0]
    for (let ms = 0; ms < 3_000; ms++) {
      stage.now++
      for (let n = 0; queue(stage).waiting.length < 70; n++) ask(stage, 1, block(n))
      // All that was asked for in the last 30 ms comes at once.
      if (ms % 30 === 0) while (stage.reads.length > 0) supply(stage)
      queued += stage.heard(1).length * BLOCK_BYTES
      const departed = Math.min(queued, rate / 1000)
      queued -= departed
      if (ms >= 1_000) delivered += departed
      stage.exchange.drained(1, queued, stage.now)
    }
    expect(delivered).toBeGreaterThan(0.98 * 2 * rate)
  })

  test('a cancelled request is not served', () => {
    const stage = served1()
    for (let n = 0; n < 5; n++) ask(stage, 1, block(n))
    for (let n = 1; n < 5; n++) stage.say(1, { type: 'cancel', ...block(n) })
    for (let i = 0; i < 5; i++) {
      supply(stage)
      stage.exchange.drained(1, 0, stage.now)
    }
    expect(stage.heard(1)).toEqual(['piece'])
  })

  test('a choke forgets what waits, also what storage is reading', () => {
    const stage = seeder(1)
    leechers(stage, 2)
    for (const link of [1, 2]) for (let n = 0; n < 5; n++) ask(stage, link, block(n))
    stage.heard(1)
    stage.say(1, { type: 'notInterested' })
    supply(stage)
    expect(stage.heard(1)).toEqual(['choke'])
    expect(queue(stage).waiting).toEqual([])
    expect(queue(stage).readingBytes).toBe(0)
  })

  test('what storage cannot read is passed over, and the next is read', () => {
    const stage = served1()
    ask(stage, 1, block(0))
    ask(stage, 1, block(1))
    const [first] = stage.reads.splice(0)
    stage.exchange.supply(1, first!.range, undefined, stage.now)
    expect(stage.reads).toMatchObject([{ link: 1, range: block(1) }])
    expect(stage.exchange.uploaded).toBe(0)
  })

  test('a piece that we lack is passed over', () => {
    const stage = new Stage({ pieces: PIECES, held: '*' })
    leechers(stage, 1)
    ask(stage, 1, block(4))
    expect(stage.reads).toEqual([])
  })
})

describe('faults', () => {
  test.each([
    ['of no piece', { piece: PIECES, begin: 0, length: BLOCK_BYTES }],
    ['beyond its piece', { piece: 0, begin: 3 * BLOCK_BYTES + 1, length: BLOCK_BYTES }],
    ['beyond the end', { piece: PIECES - 1, begin: 3 * BLOCK_BYTES, length: BLOCK_BYTES }],
    ['of nothing', { piece: 0, begin: 0, length: 0 }],
    ['that is too long', { piece: 0, begin: 0, length: 128 * 1024 + 1 }],
    ['that overflows 32 bits', { piece: 0, begin: 0xffff_ffff, length: BLOCK_BYTES }],
  ])('a request %s', (_what, range) => {
    const stage = seeder()
    leechers(stage, 1)
    expect(fault(() => ask(stage, 1, range))).toBe('bad-range')
  })

  test('2,000 requests may wait, and no more', () => {
    const stage = seeder()
    leechers(stage, 1)
    const faults = Array.from({ length: 2_002 }, (_, n) =>
      fault(() => ask(stage, 1, block(n % 76))),
    )
    expect(faults.indexOf('flood')).toBe(2_001)
    expect(queue(stage).waiting.length).toBe(2_000)
  })

  test('2,000 requests are borne from who is choked, and none of them is kept', () => {
    const stage = seeder()
    stage.join(1, '')
    const faults = Array.from({ length: 2_001 }, () => fault(() => ask(stage, 1, block(0))))
    expect(faults.indexOf('flood')).toBe(2_000)
    expect(queue(stage).waiting).toEqual([])
    expect(stage.reads).toEqual([])
  })
})
