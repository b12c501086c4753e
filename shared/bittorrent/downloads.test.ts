/** The fetching half, seen from outside: what is asked of whom, and when it is asked of another. */
import { describe, expect, test } from 'vitest'
import { idOf, Stage } from '../testing/exchange-stage.ts'
import { BLOCK_BYTES, type BlockRange, ProtocolError } from '../wire/message.ts'
import { REQUEST_TIMEOUT_MS } from './requester.ts'

const picks = (stage: Stage) =>
  stage.events.flatMap(event => (event.event === 'requested' ? [event.pick] : []))

const fault = (act: () => void): string | undefined => {
  try {
    act()
  } catch (error) {
    if (error instanceof ProtocolError) return error.code
    throw error
  }
  return undefined
}

/** All the blocks that are asked of anyone, those asked twice named twice. */
const allAsked = (stage: Stage) => stage.links.flatMap(link => stage.asks(link).split(' '))

/** A remote without the fast extension, just greeted. */
const TERMS = { isFirstMessage: true, speaksFast: false }

test.each([
  ['near, and as fast as a tab', 1, 200, 3],
  ['beyond 15 ms: six, as a packet that is lost holds up those behind it', 100, 200, 6],
  ['far and thin: no more than come in two seconds', 100, 1_000, 3],
])('%s', (_, roundTripMs, blockEachMs, depth) => {
  const stage = new Stage({ pieces: 40, blocks: 4 })
  stage.join(1, '*'.repeat(40))
  stage.exchange.roundTrip?.(1, roundTripMs)
  let most = 0
  for (let i = 0; i < 60; i++) {
    stage.now += blockEachMs
    stage.answer(1)
    if (i > 30) most = Math.max(most, stage.requests(1).length)
  }
  expect(most).toBe(depth)
})

describe('how much is asked of a crowd', () => {
  const WHOLE = '*'.repeat(40)
  const crowd = (remotes: number) => {
    const stage = new Stage({ pieces: 40, blocks: 4 })
    for (let link = 1; link <= remotes; link++) stage.join(link, WHOLE)
    return stage
  }
  const depths = (stage: Stage) => stage.links.map(link => stage.requests(link).length)

  test('twelve blocks of all, and one of each: what else they send at once waits before our line', () => {
    for (const [remotes, all] of [
      [10, 12],
      [16, 16],
    ] as const) {
      const stage = crowd(remotes)
      for (let i = 0; i < 100; i++) {
        stage.now += 50
        stage.answer(1 + (i % remotes))
      }
      expect(Math.min(...depths(stage))).toBe(1)
      expect(depths(stage).reduce((sum, depth) => sum + depth, 0)).toBe(all)
    }
  })

  test('those that are silent do not count', () => {
    const stage = crowd(20)
    stage.now += 999
    stage.answer(20, 1)
    expect(stage.requests(20)).toHaveLength(1)
    stage.now += 1
    stage.answer(20, 1)
    expect(stage.requests(20).length).toBeGreaterThan(1)
  })
})

describe('which piece', () => {
  test('the first four are random, then the rarest come first', () => {
    const stage = new Stage({ pieces: 12, blocks: 1 })
    stage.join(2, '********    ', { unchokes: false })
    stage.join(1, '************')
    while (stage.pieces.held.count < 4) {
      stage.now += 1_000
      stage.answer(1)
    }
    // Some are on their way when the fourth arrives, and one is drawn just before it is on disk.
    const drawnBefore = picks(stage)
    while (stage.pieces.held.count < 12) {
      stage.now += 1_000
      stage.answer(1)
    }
    expect(drawnBefore).toEqual(drawnBefore.map(() => 'random'))
    expect(picks(stage).slice(drawnBefore.length)).toEqual(
      new Array(12 - drawnBefore.length).fill('rarest'),
    )
    expect(drawnBefore.length).toBeLessThan(12)
  })

  test('the rarest that the remote has', () => {
    const stage = new Stage({ pieces: 8, blocks: 8, held: '****' })
    stage.join(2, '**** ***', { unchokes: false })
    stage.join(3, '****  **', { unchokes: false })
    stage.join(1, '****** *')
    expect(stage.asks(1)).toBe('4.0 4.1 4.2')
  })

  test('what is begun is finished before anything new, also after who began it', () => {
    const stage = new Stage({ pieces: 9, blocks: 8, held: '****' })
    stage.join(1, '*********')
    const piece = stage.requests(1)[0]?.piece
    stage.now += 4_000
    stage.answer(1, 2)
    stage.say(1, { type: 'choke' })
    stage.join(2, '*********')
    expect(stage.requests(2).map(range => range.piece)).toEqual(new Array(3).fill(piece))
  })

  test('each remote fetches a piece of its own while there are enough', () => {
    const stage = new Stage({ pieces: 9, blocks: 8 })
    for (const link of [1, 2, 3]) stage.join(link, '*********')
    const pieces = [1, 2, 3].map(link => new Set(stage.requests(link).map(({ piece }) => piece)))
    expect(pieces.map(set => set.size)).toEqual([1, 1, 1])
    expect(new Set(pieces.flatMap(set => [...set])).size).toBe(3)
  })

  test('nothing of a remote that has nothing we lack, and it is told so', () => {
    const stage = new Stage({ pieces: 4, blocks: 1, held: '** ' })
    stage.join(1, '**  ')
    expect(stage.heard(1)).toEqual(['bitfield'])
    stage.say(1, { type: 'have', piece: 3 })
    expect(stage.heard(1)).toEqual(['interested', 'request'])
    stage.answer(1)
    expect(stage.heard(1)).toEqual(['have', 'notInterested'])
  })
})

describe('how many requests at once', () => {
  /** Blocks arrive evenly, at this rate, for `ms`. */
  function flow(stage: Stage, link: number, bytesPerSec: number, ms: number): void {
    const everyMs = (BLOCK_BYTES / bytesPerSec) * 1000
    for (let passed = everyMs; passed <= ms; passed += everyMs) {
      stage.now += everyMs
      stage.answer(link)
    }
  }

  test.each([
    ['100 kB/s', 100_000, 2, 4],
    ['1 MB/s', 1_000_000, 18, 34],
    ['8 MB/s', 8_000_000, 135, 230],
    ['80 MB/s, held at our limit', 80_000_000, 375, 500],
  ])('as the link at %s answers in well under a second', (_rate, bytesPerSec, least, most) => {
    const stage = new Stage({ pieces: 20_000, blocks: 4 })
    stage.join(1, '*'.repeat(20_000))
    stage.exchange.introduced(1, { extensions: new Map(), requestQueue: 2_000 })
    expect(stage.requests(1).length).toBe(3)
    flow(stage, 1, bytesPerSec, 2_000)
    expect(stage.requests(1).length).toBeGreaterThanOrEqual(least)
    expect(stage.requests(1).length).toBeLessThanOrEqual(most)
  })

  test('in batches: a quarter of them answered brings one burst, not a message for each block', () => {
    const stage = new Stage({ pieces: 20_000, blocks: 4 })
    stage.join(1, '*'.repeat(20_000))
    stage.exchange.introduced(1, { extensions: new Map(), requestQueue: 2_000 })
    const outstanding: number[] = []
    for (let block = 0; block < 600; block++) {
      flow(stage, 1, 8_000_000, (BLOCK_BYTES / 8_000_000) * 1000)
      outstanding.push(stage.requests(1).length)
    }
    const bursts = outstanding.filter((count, i) => count > (outstanding[i - 1] ?? 0)).length
    expect(bursts).toBeLessThan(60)
  })

  test('never more than the remote says it keeps', () => {
    const stage = new Stage({ pieces: 2_000 })
    stage.join(1, '*'.repeat(2_000), { unchokes: false })
    stage.exchange.introduced(1, { extensions: new Map(), requestQueue: 3 })
    stage.say(1, { type: 'unchoke' })
    flow(stage, 1, 8_000_000, 500)
    expect(stage.requests(1).length).toBe(3)
  })

  test('a disk that does not keep up stops the asking, and its answers start it again', () => {
    const stage = new Stage({ pieces: 100, blocks: 64, fastDisk: false })
    stage.join(1, '*'.repeat(100))
    let answers = 0
    while (stage.requests(1).length > 0 && answers++ < 6_400) stage.answer(1)
    // 32 MiB of pieces, and what was on its way when they were full.
    expect(stage.received.length).toBeGreaterThanOrEqual(32)
    expect(stage.received.length).toBeLessThanOrEqual(40)
    expect(stage.requests(1)).toEqual([])
    while (stage.received.length >= 32) stage.hold(stage.received[0]!)
    expect(stage.requests(1).length).toBeGreaterThan(0)
  })
})

describe('a request that is not answered', () => {
  test('is taken back after 10 s and goes to someone else', () => {
    const stage = new Stage({ pieces: 1, blocks: 1 })
    stage.join(1, '*')
    stage.join(2, '*')
    expect([stage.asks(1), stage.asks(2)]).toEqual(['0.0', ''])
    stage.pass(REQUEST_TIMEOUT_MS - 1_000)
    expect([stage.asks(1), stage.asks(2)]).toEqual(['0.0', ''])
    stage.heard(1)
    stage.pass(1_000)
    expect(stage.asks(2)).toBe('0.0')
    expect(stage.heard(1)).toContain('cancel')
    expect(stage.events).toContainEqual({ event: 'snubbed', remote: idOf(1), released: 1 })
  })

  test('by several in turn reaches the one who answers', () => {
    const stage = new Stage({ pieces: 1, blocks: 4 })
    for (const link of [1, 2, 3, 4]) stage.join(link, '*')
    for (let second = 0; second < 60 && !stage.pieces.held.isFull; second++) {
      stage.pass(1_000)
      stage.answer(4, 4)
    }
    expect(stage.held).toBe('*')
  })

  test('by a remote that answers everything else goes to someone else', () => {
    const stage = new Stage({ pieces: 40, blocks: 1 })
    stage.join(1, '*'.repeat(40))
    const [never] = stage.requests(1)
    for (let second = 0; second < 60; second++) {
      stage.pass(1_000)
      if (second === 5) stage.join(2, '*'.repeat(40))
      const [next] = stage.requests(1).filter(({ piece }) => piece !== never?.piece)
      if (next) stage.send(1, next)
      stage.answer(2)
    }
    expect(stage.pieces.held.isFull).toBe(true)
  })

  test('makes a snubbed remote: one request at a time until a block comes', () => {
    const stage = new Stage({ pieces: 9 })
    stage.join(1, '*********')
    expect(stage.requests(1).length).toBe(3)
    stage.pass(REQUEST_TIMEOUT_MS)
    expect(stage.requests(1).length).toBe(1)
    stage.answer(1)
    expect(stage.requests(1).length).toBeGreaterThan(1)
  })

  test('may be answered late: the block is taken, and nobody is blamed', () => {
    const stage = new Stage({ pieces: 1, blocks: 2 })
    stage.join(1, '*')
    const late = stage.requests(1)
    stage.pass(REQUEST_TIMEOUT_MS)
    for (const range of late) stage.send(1, range)
    expect(stage.held).toBe('*')
    expect(stage.exchange.downloads.partials.wasted).toBe(0)
  })
})

describe('a choke', () => {
  test('gives the requests back: others are asked, and no cancel is sent', () => {
    const stage = new Stage({ pieces: 1 })
    stage.join(1, '*')
    expect(stage.asks(1)).toBe('0.0 0.1 0.2')
    stage.join(2, '*')
    stage.heard(1)
    stage.say(1, { type: 'choke' })
    expect(stage.asks(2).split(' ').sort()).toEqual(['0.0', '0.1', '0.3'])
    stage.answer(2)
    expect(stage.asks(2)).toContain('0.2')
    expect(stage.heard(1)).toEqual([])
  })

  test('does not make the blocks that crossed it a fault, however often it comes', () => {
    const stage = new Stage({ pieces: 50, blocks: 8 })
    stage.join(1, '*'.repeat(50))
    for (let round = 0; round < 50; round++) {
      const crossing = stage.requests(1)
      stage.say(1, { type: 'choke' })
      for (const range of crossing) stage.send(1, range)
      stage.say(1, { type: 'unchoke' })
    }
    expect(stage.pieces.held.count).toBeGreaterThan(15)
  })
})

describe('the endgame', () => {
  /** A slow remote holds the last blocks; a fast one has nothing else to do. */
  function slowAndFast() {
    const stage = new Stage({ pieces: 6 })
    stage.join(1, '******')
    stage.join(2, '******')
    stage.now += 3_000
    stage.answer(1)
    while (stage.requests(2).some(range => !stage.asks(1).includes(drawRange(range)))) {
      stage.now += 5
      stage.answer(2)
    }
    return stage
  }
  const drawRange = ({ piece, begin }: { piece: number; begin: number }) =>
    `${piece}.${begin / BLOCK_BYTES}`

  test('asks a faster remote for what a slow one still owes', () => {
    const stage = slowAndFast()
    expect(stage.asks(2)).not.toBe('')
    expect(picks(stage)).toContain('endgame')
  })

  test('does not wait for a piece that nobody has', () => {
    const stage = new Stage({ pieces: 3 })
    stage.join(1, '** ')
    stage.join(2, '** ')
    stage.now += 3_000
    for (let i = 0; i < 20; i++) {
      stage.now += 5
      stage.answer(2)
    }
    expect(stage.held).toBe('** ')
    expect(picks(stage)).toContain('endgame')
  })

  test('lets one that is not measured yet take over what a snubbed one owes', () => {
    const stage = new Stage({ pieces: 1, blocks: 1 })
    stage.join(1, '*')
    stage.pass(REQUEST_TIMEOUT_MS)
    expect(stage.asks(1)).toBe('0.0')
    stage.join(2, '*')
    expect(stage.asks(2)).toBe('0.0')
  })

  test('the copy that comes second is cancelled', () => {
    const stage = slowAndFast()
    const [twice] = stage.requests(2)
    stage.heard(1)
    stage.answer(2)
    expect(stage.heard(1)).toContain('cancel')
    expect(stage.asks(1)).not.toContain(drawRange(twice!))
    while (stage.requests(2).length > 0) stage.answer(2)
    expect(stage.held).toBe('******')
    expect(stage.requests(1)).toEqual([])
    expect(stage.exchange.downloads.partials.wasted).toBe(0)
  })

  test('no block is asked of more than three', () => {
    const stage = new Stage({ pieces: 1 })
    stage.join(1, '*')
    stage.now += 9_000
    for (const link of [2, 3, 4, 5, 6]) {
      stage.join(link, '*')
      // Rates differ by far: each newcomer believes that it beats all before it.
      stage.exchange.remote(link)?.down.add(10 ** (3 + link), stage.now)
      stage.exchange.setWanted(true, stage.now)
    }
    const copies = new Map<string, number>()
    for (const block of allAsked(stage)) if (block) copies.set(block, (copies.get(block) ?? 0) + 1)
    expect(Math.max(...copies.values())).toBe(3)
  })
})

describe('a piece that failed its check', () => {
  function failedPiece() {
    const stage = new Stage({ pieces: 1, fastDisk: false })
    stage.join(1, '*')
    stage.answer(1, 2)
    stage.say(1, { type: 'choke' })
    stage.join(2, '*')
    stage.answer(2, 2)
    expect(stage.received[0]?.senders).toEqual([idOf(1), idOf(1), idOf(2), idOf(2)])
    stage.say(1, { type: 'unchoke' })
    stage.fail(stage.received[0]!)
    return stage
  }

  test('comes again from one remote alone', () => {
    const stage = failedPiece()
    const asked = stage.links.filter(link => stage.requests(link).length > 0)
    expect(asked.length).toBe(1)
    stage.answer(asked[0]!, 4)
    expect(new Set(stage.received[0]?.senders)).toEqual(new Set([idOf(asked[0]!)]))
  })

  test('and from another from the start when that one leaves halfway', () => {
    const stage = failedPiece()
    const first = stage.links.find(link => stage.requests(link).length > 0)!
    const second = first === 1 ? 2 : 1
    stage.answer(first, 3)
    stage.leave(first)
    expect(stage.requests(second).length).toBe(4)
    stage.answer(second, 4)
    expect(new Set(stage.received[0]?.senders)).toEqual(new Set([idOf(second)]))
  })

  test('comes to its end although a request of it was taken back while others were answered', () => {
    // Whether that piece or another is begun first falls by the seed: either order must do.
    for (let seed = 1; seed <= 6; seed++) {
      const stage = new Stage({ pieces: 3, blocks: 8, fastDisk: false, seed })
      stage.join(1, '***')
      while (stage.received.length === 0) {
        stage.now += 1_000
        stage.answer(1)
      }
      const { piece } = stage.received[0]!
      stage.fail(stage.received[0]!)
      const wasTakenBack = () => stage.sent.some(({ message }) => message.type === 'cancel')
      for (let second = 0; second < 80; second++) {
        stage.pass(1_000)
        const isHeldBack = (range: BlockRange) => range.piece === piece && range.begin === 0
        const next = stage.requests(1).find(range => wasTakenBack() || !isHeldBack(range))
        if (next) stage.send(1, next)
        if (stage.received.length > 0) stage.hold(stage.received[0]!)
      }
      expect(stage.held, `seed ${seed}`).toBe('***')
    }
  })

  test('its bytes count as wasted, not as downloaded', () => {
    const stage = failedPiece()
    const downloads = stage.exchange.downloads.partials
    expect(downloads.downloaded).toBe(0)
    expect(downloads.wasted).toBe(stage.info.length)
    const [first] = stage.links.filter(link => stage.requests(link).length > 0)
    stage.answer(first!, 2)
    // It leaves: what it sent alone is of no use to whoever comes next.
    stage.leave(first!)
    expect(downloads.downloaded).toBe(0)
    expect(downloads.wasted).toBe(stage.info.length + 2 * BLOCK_BYTES)
  })
})

describe('faults', () => {
  test.each([
    ['of no piece', 6, 0, BLOCK_BYTES],
    ['not on a block', 0, 1, BLOCK_BYTES],
    ['beyond its piece', 0, 4 * BLOCK_BYTES, BLOCK_BYTES],
    ['too short', 0, 0, BLOCK_BYTES - 1],
    ['too long', 0, 0, BLOCK_BYTES + 1],
    ['empty', 0, 0, 0],
    ['longer than the end of the last piece', 5, 3 * BLOCK_BYTES, BLOCK_BYTES],
    ['far out', 0xffff_ffff, 0xffff_c000, BLOCK_BYTES],
  ])('a block %s', (_what, piece, begin, length) => {
    const stage = new Stage({ pieces: 6 })
    stage.join(1, '******')
    expect(fault(() => stage.send(1, { piece, begin, length }))).toBe('bad-range')
  })

  test('a hundred blocks that nobody asked for are borne, the next is a flood', () => {
    const stage = new Stage({ pieces: 6 })
    stage.join(1, '******', { unchokes: false })
    const range = { piece: 0, begin: 0, length: BLOCK_BYTES }
    const faults = Array.from({ length: 101 }, () => fault(() => stage.send(1, range)))
    expect(faults).toEqual([...new Array(100).fill(undefined), 'flood'])
  })

  test.each([
    ['too short', 1],
    ['too long', 3],
  ])('a bitfield that is %s', (_what, bytes) => {
    const stage = new Stage({ pieces: 12 })
    stage.exchange.join(1, idOf(1), TERMS, stage.now)
    const message = { type: 'bitfield', bytes: new Uint8Array(bytes) } as const
    expect(fault(() => stage.say(1, message))).toBe('bad-bitfield')
  })

  test('a bitfield with spare bits, a second one, one after a have; a have out of range', () => {
    const stage = new Stage({ pieces: 12 })
    const bitfield = (last: number) =>
      ({ type: 'bitfield', bytes: Uint8Array.of(0, last) }) as const
    stage.exchange.join(1, idOf(1), TERMS, stage.now)
    expect(fault(() => stage.say(1, bitfield(1)))).toBe('bad-bitfield')
    expect(fault(() => stage.say(1, bitfield(0x10)))).toBeUndefined()
    expect(fault(() => stage.say(1, bitfield(0x10)))).toBe('out-of-order')
    stage.exchange.join(2, idOf(2), TERMS, stage.now)
    expect(fault(() => stage.say(2, { type: 'have', piece: 12 }))).toBe('bad-range')
    expect(fault(() => stage.say(2, { type: 'have', piece: 11 }))).toBeUndefined()
    expect(fault(() => stage.say(2, bitfield(0x10)))).toBe('out-of-order')
  })
})

test('a pause takes every request back, says so, and going on asks again', () => {
  const stage = new Stage({ pieces: 6 })
  stage.join(1, '******')
  stage.answer(1)
  stage.heard(1)
  stage.exchange.setWanted(false, stage.now)
  expect(stage.requests(1)).toEqual([])
  expect(stage.heard(1)[0]).toBe('notInterested')
  stage.pass(30_000)
  expect(stage.heard(1)).toEqual([])
  stage.exchange.setWanted(true, stage.now)
  expect(stage.heard(1)[0]).toBe('interested')
  while (stage.requests(1).length > 0) stage.answer(1)
  expect(stage.held).toBe('******')
})

test('a piece that storage lost is fetched again', () => {
  const stage = new Stage({ pieces: 3, blocks: 1, held: '***' })
  stage.join(1, '***')
  stage.heard(1)
  stage.lose(1)
  expect(stage.heard(1)).toEqual(['interested', 'request'])
  stage.answer(1)
  expect(stage.held).toBe('***')
  expect(stage.heard(1)).toEqual(['have', 'notInterested'])
})
