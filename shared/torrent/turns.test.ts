/** Choking by turns, both halves: who is offered a turn, who takes it, and what is asked of whom. */
import { describe, expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { forSeeds } from '../testing/seeds.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { Stage } from './exchange-stage.ts'

const PIECES = 8
const BLOCKS = 4
const ALL = '*'.repeat(PIECES)
const REPEAT = { file: 'shared/torrent/turns.test.ts', only: process.env.SEED }
const FAST = { fast: true, unchokes: false }
const TURNS = { choking: 'turns', randomFirst: 0 } as const

const staged = (held = '') => new Stage({ pieces: PIECES, blocks: BLOCKS, held, policies: TURNS })

function seederWith(leechers: number, fast = true): Stage {
  const stage = staged(ALL)
  for (let link = 1; link <= leechers; link++) {
    stage.join(link, '', { fast, unchokes: false })
    stage.say(link, { type: 'interested' })
  }
  return stage
}

const links = (stage: Stage, count: number, is: (link: LinkId) => boolean | undefined): LinkId[] =>
  Array.from({ length: count }, (_, i) => i + 1).filter(link => is(link) && stage)

const unchoked = (stage: Stage, count: number): LinkId[] =>
  links(stage, count, link => stage.exchange.remote(link)?.amChoking === false)

/** The remote asks for a whole piece. */
function take(stage: Stage, link: LinkId, piece: number): void {
  for (let block = 0; block < BLOCKS; block++) {
    // The torrent's last block is half a block.
    const isLast = piece === PIECES - 1 && block === BLOCKS - 1
    const length = isLast ? BLOCK_BYTES / 2 : BLOCK_BYTES
    const range = { piece, begin: block * BLOCK_BYTES, length }
    stage.say(link, { type: 'request', ...range })
  }
}

/** The disk reads and the channel empties until there is nothing left to serve; in order, for whom. */
function serveAll(stage: Stage, atMost = Number.POSITIVE_INFINITY): LinkId[] {
  const served: LinkId[] = []
  while (served.length < atMost) {
    const read = stage.reads.shift()
    if (read === undefined) break
    const { link, range } = read
    served.push(link)
    stage.exchange.supply(link, range, new Uint8Array(range.length), stage.now)
    stage.exchange.drained(link, 0, stage.now)
  }
  return served
}

const told = (stage: Stage, link: LinkId, type: string): number[] =>
  stage.sent.flatMap(({ link: to, message }) =>
    to === link && message.type === type && 'piece' in message ? [message.piece] : [],
  )

describe('a turn', () => {
  test('is offered to one remote at a time', () => {
    expect(unchoked(seederWith(5), 5)).toHaveLength(1)
  })

  test('is for one piece: who has asked for it may ask for no more, and is served to the end', () => {
    const stage = seederWith(5)
    const [first] = unchoked(stage, 5) as [LinkId]
    take(stage, first, 0)
    expect(serveAll(stage, 2)).toEqual([first, first])
    const [second] = unchoked(stage, 5) as [LinkId]
    expect(second).not.toBe(first)
    take(stage, second, 1)
    expect(serveAll(stage)).toEqual([first, first, second, second, second, second])
    expect(told(stage, first, 'reject')).toEqual([])
  })

  test('is offered while the last blocks of the one before go, and to nobody sooner', () => {
    const stage = seederWith(5)
    const [first] = unchoked(stage, 5) as [LinkId]
    take(stage, first, 0)
    serveAll(stage, 1)
    expect(unchoked(stage, 5)).toEqual([])
    serveAll(stage, 1)
    expect(unchoked(stage, 5)).toHaveLength(1)
    expect(serveAll(stage)).toEqual([first, first])
  })

  test('is offered sooner where the line fell idle before the answers came', () => {
    const stage = seederWith(5)
    for (let turn = 0; turn < 30; turn++) {
      const [link] = unchoked(stage, 5) as [LinkId]
      serveAll(stage)
      take(stage, link, turn % PIECES)
      serveAll(stage, 3)
      stage.now += 200
    }
    take(stage, ...(unchoked(stage, 5) as [LinkId]), 0)
    expect(unchoked(stage, 5)).toEqual([])
    serveAll(stage, 1)
    expect(unchoked(stage, 5)).toHaveLength(1)
  })

  test('goes to one of the poorest', () => {
    forSeeds(20, REPEAT, seed => {
      const stage = new Stage({ pieces: PIECES, blocks: BLOCKS, held: ALL, policies: TURNS, seed })
      for (const [index, has] of ['', '* *****', '', '******* '].entries()) {
        stage.join(index + 1, has, FAST)
        stage.say(index + 1, { type: 'interested' })
      }
      // The first to come had nobody beside it.
      take(stage, 1, 0)
      serveAll(stage, 3)
      expect(unchoked(stage, 4)).toEqual([3])
    })
  })

  test('that is not taken goes to another', () => {
    const stage = seederWith(3)
    const before = unchoked(stage, 3)
    stage.now = stage.exchange.nextDeadline as number
    stage.exchange.tick(stage.now)
    expect(before).toHaveLength(1)
    expect(unchoked(stage, 3)).toHaveLength(1)
    for (const link of before) expect(stage.heard(link)).toContain('choke')
  })

  test('that is not taken ends when it was to end, whatever the arithmetic of the time', () => {
    const stage = staged(ALL)
    // From here, 300 ms more are 299.99999999999994 ms later.
    stage.now = 286.3634
    stage.join(1, '', FAST)
    stage.say(1, { type: 'interested' })
    stage.now = stage.exchange.nextDeadline as number
    stage.exchange.tick(stage.now)
    expect(stage.exchange.nextDeadline).toBeGreaterThan(stage.now)
  })

  test('is given back by who is no longer interested', () => {
    const stage = seederWith(3)
    const [first] = unchoked(stage, 3) as [LinkId]
    stage.say(first, { type: 'notInterested' })
    expect(unchoked(stage, 3)).not.toContain(first)
    expect(unchoked(stage, 3)).toHaveLength(1)
  })

  test('goes on while everybody else has everything', () => {
    const stage = seederWith(1)
    stage.join(2, ALL, FAST)
    for (const piece of [0, 1, 2]) {
      take(stage, 1, piece)
      expect(serveAll(stage)).toHaveLength(BLOCKS)
    }
    expect(stage.heard(1)).not.toContain('choke')
  })

  test('ends where another is incomplete, though nobody else waits just now', () => {
    const stage = seederWith(1)
    stage.join(2, '', FAST)
    take(stage, 1, 0)
    expect(stage.heard(1)).toContain('choke')
  })

  test('ends with a choke that drops nothing served yet, where rejects are not spoken', () => {
    const stage = seederWith(2, false)
    const [first] = unchoked(stage, 2) as [LinkId]
    take(stage, first, 0)
    expect(stage.heard(first)).not.toContain('reject')
    expect(told(stage, first, 'suggest')).toEqual([])
  })
})

test('a seeder whose turn goes on says which piece is next', () => {
  const stage = seederWith(1)
  const suggested: number[] = []
  for (let turn = 0; turn < PIECES; turn++) {
    suggested.push(told(stage, 1, 'suggest').at(-1) as number)
    take(stage, 1, suggested.at(-1) as number)
    serveAll(stage)
  }
  expect(new Set(suggested).size).toBe(PIECES)
})

test('a seeder suggests no piece again before it has suggested all', () => {
  const stage = seederWith(PIECES)
  const suggested: number[] = []
  for (let turn = 0; turn < PIECES; turn++) {
    const [link] = unchoked(stage, PIECES) as [LinkId]
    const piece = told(stage, link, 'suggest').at(-1) as number
    suggested.push(piece)
    take(stage, link, piece)
    stage.say(link, { type: 'notInterested' })
    serveAll(stage)
  }
  expect(new Set(suggested).size).toBe(PIECES)
})

describe('asking', () => {
  test('is for whole pieces, of one remote until its piece is nearly here', () => {
    const stage = staged()
    stage.join(1, ALL, FAST)
    stage.join(2, ALL, FAST)
    for (const link of [1, 2]) stage.say(link, { type: 'unchoke' })
    const pieces = (link: LinkId) => stage.requests(link).map(({ piece }) => piece)
    expect(new Set([...pieces(1), ...pieces(2)]).size).toBe(1)
    expect(stage.requests(1)).toHaveLength(BLOCKS)
    expect(stage.requests(2)).toHaveLength(0)
  })

  test('takes what the remote suggests', () => {
    const stage = staged()
    stage.join(1, ALL, FAST)
    stage.say(1, { type: 'suggest', piece: 5 })
    stage.say(1, { type: 'unchoke' })
    expect(stage.requests(1)[0]?.piece).toBe(5)
  })

  test('is of nobody whose unchoke answered an interest gone by', () => {
    const stage = staged()
    stage.join(1, ALL, FAST)
    stage.join(2, ALL, FAST)
    stage.say(1, { type: 'unchoke' })
    expect(stage.heard(2)).toEqual(['haveNone', 'interested', 'notInterested'])
    stage.say(2, { type: 'unchoke' })
    stage.answer(1, BLOCKS / 2)
    expect(stage.requests(2)).toEqual([])
  })

  test('is again of who left us waiting, now and then and for one block, until it answers', () => {
    const stage = staged()
    stage.join(1, ALL, FAST)
    stage.say(1, { type: 'unchoke' })
    expect(stage.requests(1)).toHaveLength(BLOCKS)
    stage.pass(11_000)
    expect(stage.requests(1)).toEqual([])
    stage.pass(25_000)
    expect(stage.requests(1)).toEqual([])
    for (let round = 0; round < 3; round++) {
      stage.pass(5_000)
      expect(stage.requests(1)).toHaveLength(1)
      stage.pass(35_000)
    }
    // As slow as it is, it answers: then it is asked as anybody is.
    stage.pass(5_000)
    stage.answer(1)
    expect(stage.requests(1)).toHaveLength(BLOCKS - 1)
  })

  test('begins with all who have something, while answers are quick', () => {
    const stage = staged()
    for (let link = 1; link <= 30; link++) stage.join(link, ALL, FAST)
    const interested = links(stage, 30, link => stage.exchange.remote(link)?.amInterested)
    expect(interested).toHaveLength(30)
  })
})

describe('a piece on its way', () => {
  function halfway(): Stage {
    const stage = staged()
    stage.join(1, ALL, FAST)
    stage.join(2, '', FAST)
    stage.say(1, { type: 'suggest', piece: 3 })
    stage.say(1, { type: 'unchoke' })
    stage.answer(1, 2)
    return stage
  }

  test('is told of when part of it is here, once, and asked for ahead of time', () => {
    const stage = halfway()
    stage.say(2, { type: 'interested' })
    take(stage, 2, 3)
    expect(stage.reads).toEqual([])
    stage.answer(1, 2)
    expect(serveAll(stage)).toEqual([2, 2, 2, 2])
    expect(told(stage, 2, 'have').filter(piece => piece === 3)).toEqual([3])
  })

  test('that turns out bad is refused to who waits for it', () => {
    const stage = new Stage({ pieces: PIECES, blocks: BLOCKS, policies: TURNS, fastDisk: false })
    stage.join(1, ALL, FAST)
    stage.join(2, '', FAST)
    stage.say(1, { type: 'suggest', piece: 3 })
    stage.say(1, { type: 'unchoke' })
    stage.answer(1, 2)
    stage.say(2, { type: 'interested' })
    take(stage, 2, 3)
    stage.answer(1, 2)
    stage.fail(stage.received[0] as never)
    expect(told(stage, 2, 'reject')).toEqual([3, 3, 3, 3])
  })

  test('that turns out bad is told to nobody who has not heard of it yet', () => {
    const stage = new Stage({ pieces: PIECES, blocks: BLOCKS, policies: TURNS, fastDisk: false })
    // All that it has is asked for at once: nothing else is said on that link meanwhile.
    stage.join(1, '   *', FAST)
    stage.say(1, { type: 'unchoke' })
    const blocks = stage.requests(1)
    stage.say(1, { type: 'choke' })
    for (const range of blocks) stage.send(1, range)
    stage.fail(stage.received[0] as never)
    stage.pass(1_000)
    expect(told(stage, 1, 'have')).toEqual([])
  })

  test('held is told to who has it too with the next message', () => {
    const stage = staged()
    stage.join(1, ALL, FAST)
    stage.say(1, { type: 'unchoke' })
    stage.answer(1, BLOCKS)
    const heard = stage.heard(1)
    expect(heard.lastIndexOf('have')).toBeLessThan(heard.lastIndexOf('request'))
    stage.answer(1, PIECES * BLOCKS)
    stage.pass(1_000)
    expect(stage.heard(1).filter(type => type === 'have')).toHaveLength(PIECES - 1)
  })
})
