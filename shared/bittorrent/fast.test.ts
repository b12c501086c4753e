/** The fast extension (BEP 6), both halves of the exchange: what it says and does that BEP 3 does not. */
import { describe, expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { pickOne, randomInt, seededRandom } from '../base/random.ts'
import { idOf, Stage } from '../testing/exchange-stage.ts'
import { forSeeds } from '../testing/seeds.ts'
import { BLOCK_BYTES, type BlockRange, ProtocolError } from '../wire/message.ts'

const FAST = { fast: true }

const block = (piece: number, index = 0): BlockRange => ({
  piece,
  begin: index * BLOCK_BYTES,
  length: BLOCK_BYTES,
})

const reject = (stage: Stage, link: LinkId, range: BlockRange) =>
  stage.say(link, { ...range, type: 'reject' })

/** What the remote was told of its requests, in order: 'piece 3.0', 'reject 3.1'. */
const answers = (stage: Stage, link: LinkId): string[] =>
  stage.sent.flatMap(({ link: to, message }) =>
    to === link && (message.type === 'piece' || message.type === 'reject')
      ? [`${message.type} ${message.piece}.${message.begin / BLOCK_BYTES}`]
      : [],
  )

const supply = (stage: Stage): void => {
  for (const { link, range } of stage.reads.splice(0))
    stage.exchange.supply(link, range, new Uint8Array(range.length), stage.now)
}

describe('what is held', () => {
  test.each([
    ['everything', '****', 'haveAll'],
    ['nothing', '', 'haveNone'],
    ['some', '* *', 'bitfield'],
  ])('is told at once: %s', (_what, held, type) => {
    const stage = new Stage({ pieces: 4, held, wanted: false })
    const terms = { isFirstMessage: true, speaksFast: true }
    stage.exchange.join(1, idOf(1), terms, stage.now)
    expect(stage.heard(1)).toEqual([type])
  })

  test('is heard: everything, or nothing and then piece by piece', () => {
    const stage = new Stage({ pieces: 4 })
    const terms = { isFirstMessage: true, speaksFast: true }
    for (const link of [1, 2]) stage.exchange.join(link, idOf(link), terms, stage.now)
    stage.exchange.receive(1, { type: 'haveAll' }, stage.now)
    stage.exchange.receive(2, { type: 'haveNone' }, stage.now)
    expect(stage.heard(1)).toContain('interested')
    expect(stage.heard(2)).toEqual(['haveNone'])
    stage.exchange.receive(2, { type: 'have', piece: 3 }, stage.now)
    expect(stage.heard(2)).toEqual(['interested'])
    expect(stage.exchange.remote(1)?.pieces.isFull).toBe(true)
  })

  test.each(['haveAll', 'haveNone'] as const)('is told once: %s comes too late', type => {
    const stage = new Stage({ pieces: 4 })
    stage.join(1, '**', FAST)
    expect(() => stage.say(1, { type })).toThrow(
      expect.objectContaining({ code: 'out-of-order' } satisfies Partial<ProtocolError>),
    )
  })
})

describe('our requests', () => {
  test('outlive a choke until each is rejected; then others are asked', () => {
    const stage = new Stage({ pieces: 1 })
    stage.join(1, '*', FAST)
    expect(stage.asks(1)).toBe('0.0 0.1 0.2')
    stage.join(2, '*', FAST)
    stage.exchange.receive(1, { type: 'choke' }, stage.now)
    stage.answer(1)
    expect(stage.exchange.remote(1)?.requests.size).toBe(2)
    for (const range of stage.requests(1)) reject(stage, 1, range)
    expect(stage.asks(2).split(' ').sort()).toEqual(['0.1', '0.2', '0.3'])
    stage.answer(2, 3)
    expect(stage.held).toBe('*')
  })

  test('that are rejected unchoked go to others: the remote does not have that piece', () => {
    const stage = new Stage({ pieces: 2 })
    stage.join(1, '**', FAST)
    const [first] = stage.requests(1)
    reject(stage, 1, first as BlockRange)
    const lacking = first?.piece as number
    expect(stage.exchange.remote(1)?.pieces.has(lacking)).toBe(false)
    const pieces = [...(stage.exchange.remote(1)?.requests ?? [])].map(({ piece }) => piece)
    expect(new Set(pieces)).toEqual(new Set([1 - lacking]))
    stage.join(2, '**', FAST)
    stage.answer(2, 8)
    expect(stage.pieces.held.has(lacking)).toBe(true)
    stage.say(1, { type: 'have', piece: lacking })
    expect(stage.exchange.remote(1)?.pieces.has(lacking)).toBe(true)
  })

  test('made anew are not taken for rejected when the answer is to those that we gave up', () => {
    const stage = new Stage({ pieces: 1 })
    stage.join(1, '*', FAST)
    const given = stage.requests(1)
    // Nothing came in time: they are cancelled, and one is asked for again.
    stage.pass(11_000)
    expect(stage.asks(1)).not.toBe('')
    for (const range of given) reject(stage, 1, range)
    expect(stage.exchange.remote(1)?.pieces.has(0)).toBe(true)
  })

  test('are not rejected without end when there were none', () => {
    const stage = new Stage({ pieces: 2 })
    stage.join(1, '', FAST)
    for (let i = 0; i < 100; i++) reject(stage, 1, block(0))
    expect(() => reject(stage, 1, block(0))).toThrow(expect.objectContaining({ code: 'flood' }))
  })

  test('for a piece that is gone (BEP 54) are given up, and it counts no more', () => {
    const stage = new Stage({ pieces: 1 })
    stage.join(1, '*', FAST)
    stage.exchange.dontHave(1, 0, stage.now)
    expect(stage.exchange.remote(1)?.requests.size).toBe(0)
    expect(stage.heard(1).at(-1)).toBe('notInterested')
    expect(stage.exchange.downloads.partials.ranks.availability(0)).toBe(0)
    expect(() => stage.exchange.dontHave(1, 1, stage.now)).toThrow(ProtocolError)
  })
})

describe('pieces that a choking remote gives all the same', () => {
  const choked = (has: string) => {
    const stage = new Stage({ pieces: 3 })
    stage.join(1, has, { ...FAST, unchokes: false })
    return stage
  }

  test('are asked for, and no others, until it unchokes us', () => {
    const stage = choked('***')
    expect(stage.asks(1)).toBe('')
    stage.say(1, { type: 'allowedFast', piece: 1 })
    expect(stage.asks(1)).toBe('1.0 1.1 1.2')
    stage.answer(1, 4)
    expect([stage.held, stage.asks(1)]).toEqual([' * ', ''])
    stage.say(1, { type: 'unchoke' })
    expect(stage.requests(1).length).toBeGreaterThan(0)
  })

  test('that it does not hold are not, nor one that it rejects', () => {
    const stage = choked(' **')
    stage.say(1, { type: 'allowedFast', piece: 0 })
    expect(stage.asks(1)).toBe('')
    stage.say(1, { type: 'allowedFast', piece: 1 })
    for (const range of stage.requests(1)) reject(stage, 1, range)
    expect(stage.exchange.remote(1)?.requests.size).toBe(0)
    expect(stage.exchange.remote(1)?.pieces.has(1)).toBe(true)
  })

  test('are refused if there is no such piece', () => {
    expect(() => choked('***').say(1, { type: 'allowedFast', piece: 3 })).toThrow(
      expect.objectContaining({ code: 'bad-range' }),
    )
  })
})

describe('pieces that we give while we choke', () => {
  const policies = { allowedFast: true, uploadSlots: 1 }
  /** Its third remote finds all slots taken. */
  const busy = (held = '*'.repeat(20)) => {
    const stage = new Stage({ pieces: 20, held, wanted: false, policies })
    for (const link of [1, 2, 3]) {
      stage.join(link, '', FAST)
      stage.say(link, { type: 'interested' })
    }
    return stage
  }
  const granted = (stage: Stage, link: LinkId): number[] =>
    stage.sent.flatMap(({ link: to, message }) =>
      to === link && message.type === 'allowedFast' ? [message.piece] : [],
    )
  const ask = (stage: Stage, range: BlockRange) => stage.say(3, { type: 'request', ...range })

  test('are five, of those that we hold', () => {
    const stage = busy()
    expect(granted(stage, 3).length).toBe(5)
    const [piece] = granted(stage, 3)
    const held = [...Array(20).keys()].map(each => (each === piece ? ' ' : '*')).join('')
    expect(granted(busy(held), 3).length).toBe(4)
    const unwilling = new Stage({ pieces: 20, held: '*'.repeat(20) })
    unwilling.join(1, '', FAST)
    expect(unwilling.heard(1)).not.toContain('allowedFast')
  })

  test('are served to who is choked, and nothing else is', () => {
    const stage = busy()
    const pieces = granted(stage, 3)
    const other = [...Array(20).keys()].find(piece => !pieces.includes(piece)) as number
    ask(stage, block(pieces[0] as number))
    ask(stage, block(other))
    supply(stage)
    expect(answers(stage, 3)).toEqual([`reject ${other}.0`, `piece ${pieces[0]}.0`])
  })

  test('are for newcomers: not for who holds five, nor four times over', () => {
    const stage = busy()
    const [piece] = granted(stage, 3) as [number]
    for (let i = 0; i < 100; i++) ask(stage, block(piece, i % 4))
    expect(answers(stage, 3).length).toBe(100 - 3 * 5 * 4)
    const settled = busy()
    for (let i = 0; i < 5; i++) settled.say(3, { type: 'have', piece: i })
    ask(settled, block(granted(settled, 3)[0] as number))
    expect(answers(settled, 3)[0]).toMatch('reject')
  })
})

describe('requests to us', () => {
  const ask = (stage: Stage, range: BlockRange) => stage.say(1, { type: 'request', ...range })
  const seeder = (options: { held?: string; unchoked?: boolean } = {}) => {
    const { held = '****', unchoked = true } = options
    const stage = new Stage({ pieces: 4, held, wanted: false })
    stage.join(1, '', FAST)
    if (unchoked) stage.say(1, { type: 'interested' })
    return stage
  }

  test('are rejected while it is choked, and for what we lack', () => {
    const choked = seeder({ unchoked: false })
    ask(choked, block(1))
    expect(answers(choked, 1)).toEqual(['reject 1.0'])
    const lacking = seeder({ held: '*' })
    ask(lacking, block(1))
    expect(answers(lacking, 1)).toEqual(['reject 1.0'])
  })

  test('are rejected when it is choked, when it cancels, and when storage fails', () => {
    const stage = seeder()
    for (let index = 0; index < 4; index++) ask(stage, block(0, index))
    stage.say(1, { type: 'cancel', ...block(0, 2) })
    const [reading] = stage.reads.splice(0)
    stage.exchange.supply(1, reading?.range as BlockRange, undefined, stage.now)
    stage.say(1, { type: 'notInterested' })
    supply(stage)
    expect(answers(stage, 1)).toEqual(['reject 0.2', 'reject 0.0', 'reject 0.3', 'reject 0.1'])
  })

  test('each get one answer, whatever happens meanwhile', () => {
    const where = { file: 'shared/bittorrent/fast.test.ts', only: process.env.SEED }
    forSeeds(50, where, seed => {
      const random = seededRandom(seed)
      const stage = seeder({ held: '*** ' })
      const asked: string[] = []
      for (let step = 0; step < 300; step++) {
        const range = block(randomInt(random, 4), randomInt(random, 3))
        const remote = stage.exchange.remote(1)
        pickOne(random, [
          () => {
            ask(stage, range)
            asked.push(`${range.piece}.${range.begin / BLOCK_BYTES}`)
          },
          () => stage.say(1, { type: 'cancel', ...range }),
          () => stage.say(1, { type: random() < 0.3 ? 'notInterested' : 'interested' }),
          () => supply(stage),
          () => stage.exchange.drained(1, 0, stage.now),
          () => remote && stage.pass(1_000),
        ])?.()
      }
      for (let left = 300; left > 0; left--) {
        supply(stage)
        stage.exchange.drained(1, 0, stage.now)
      }
      const answered = answers(stage, 1).map(answer => answer.split(' ')[1])
      expect(answered.sort()).toEqual(asked.sort())
    })
  })
})
