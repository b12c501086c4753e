/** Remotes are numbers, what they hold is drawn: '*  ' is the first of three pieces. */
import { describe, expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { seededRandom } from '../base/random.ts'
import { idOf, Stage } from '../testing/exchange-stage.ts'
import { SuperSeeding } from './super-seeding.ts'

class Class {
  readonly held = new Map<number, Bitfield>()
  readonly seeding: SuperSeeding
  /** What each was shown, in order. */
  readonly shown = new Map<number, number[]>()
  now = 0

  constructor(pieces: number, seed = 1) {
    this.seeding = new SuperSeeding(
      Bitfield.full(pieces),
      link => this.held.get(link),
      seededRandom(seed),
    )
    this.#pieces = pieces
  }
  readonly #pieces: number

  join(link: number): void {
    this.held.set(link, new Bitfield(this.#pieces))
    this.shown.set(link, [])
    this.seeding.join(link)
    this.#note(this.seeding.onPieces(link, new Bitfield(this.#pieces), this.now))
  }

  has(link: number, piece: number): void {
    this.held.get(link)?.add(piece)
    this.#note(this.seeding.onHave(link, piece, this.now))
  }

  pass(ms: number): void {
    this.now += ms
    this.#note(this.seeding.tick(this.now))
  }

  last(link: number): number {
    return this.shown.get(link)?.at(-1) as number
  }

  count(link: number): number {
    return this.shown.get(link)?.length ?? 0
  }

  #note(showings: readonly { link: number; piece: number }[]): void {
    for (const { link, piece } of showings) this.shown.get(link)?.push(piece)
  }
}

describe('a super-seeder', () => {
  test('shows each newcomer a piece of its own, while there are enough', () => {
    const pupils = new Class(4)
    for (const link of [1, 2, 3, 4]) pupils.join(link)
    expect([1, 2, 3, 4].map(link => pupils.last(link)).sort()).toEqual([0, 1, 2, 3])
    expect(pupils.seeding.isShown(1, pupils.last(1))).toBe(true)
    expect(pupils.seeding.isShown(1, pupils.last(2))).toBe(false)
  })

  test('shows the next when another has the last one, not when it is held', () => {
    const pupils = new Class(10)
    pupils.join(1)
    pupils.join(2)
    const first = pupils.last(1)
    pupils.has(1, first)
    expect(pupils.count(1)).toBe(1)
    pupils.has(2, first)
    expect(pupils.count(1)).toBe(2)
    expect(pupils.last(1)).not.toBe(first)
    expect(pupils.count(2)).toBe(1)
  })

  test('shows the next at once to who has nobody to pass it on to', () => {
    const pupils = new Class(3)
    pupils.join(1)
    for (let i = 0; i < 3; i++) pupils.has(1, pupils.last(1))
    expect(pupils.shown.get(1)?.sort()).toEqual([0, 1, 2])
    pupils.has(1, pupils.last(1))
    expect(pupils.count(1)).toBe(3)
  })

  test('does not wait for ever: those who cannot reach each other get on all the same', () => {
    const pupils = new Class(3)
    pupils.join(1)
    pupils.join(2)
    for (const link of [1, 2]) pupils.has(link, pupils.last(link))
    pupils.pass(9_000)
    expect([pupils.count(1), pupils.count(2)]).toEqual([1, 1])
    pupils.pass(1_000)
    expect([pupils.count(1), pupils.count(2)]).toEqual([2, 2])
  })

  test('shows no piece that the remote holds, and of the rest what is least spread', () => {
    const pupils = new Class(3)
    pupils.join(1)
    pupils.join(2)
    const [a, b] = [pupils.last(1), pupils.last(2)]
    const third = [0, 1, 2].find(piece => piece !== a && piece !== b) as number
    pupils.has(1, a)
    pupils.has(2, a)
    expect(pupils.last(1)).toBe(third)
  })

  test('waits for what a newcomer holds, and no longer than a tick for one that says nothing', () => {
    const pupils = new Class(3)
    pupils.held.set(1, new Bitfield(3))
    pupils.shown.set(1, [])
    pupils.seeding.join(1)
    expect(pupils.count(1)).toBe(0)
    pupils.pass(1_000)
    expect(pupils.count(1)).toBe(1)
    pupils.pass(1_000)
    expect(pupils.count(1)).toBe(1)
  })

  test('whoever leaves is shown nothing more', () => {
    const pupils = new Class(5)
    pupils.join(1)
    pupils.join(2)
    const first = pupils.last(1)
    pupils.seeding.leave(1)
    pupils.has(2, first)
    expect(pupils.count(1)).toBe(1)
    expect(pupils.seeding.isShown(1, first)).toBe(false)
  })
})

describe('in the exchange', () => {
  const seeder = () =>
    new Stage({ pieces: 4, held: '****', wanted: false, policies: { superSeeding: true } })

  test.each([
    [true, ['haveNone', 'have']],
    [false, ['have']],
  ])('a newcomer hears of one piece alone (fast extension: %s)', (speaksFast, heard) => {
    const stage = seeder()
    stage.exchange.join(1, idOf(1), { isFirstMessage: true, speaksFast }, stage.now)
    stage.pass(1_000)
    expect(stage.heard(1)).toEqual(heard)
  })

  test('it gets what it was shown, and is refused the rest', () => {
    const stage = seeder()
    stage.join(1, '', { fast: true })
    stage.say(1, { type: 'interested' })
    const shown = stage.sent.flatMap(({ message }) =>
      message.type === 'have' ? message.piece : [],
    )
    expect(shown.length).toBe(1)
    for (let piece = 0; piece < 4; piece++)
      stage.say(1, { type: 'request', piece, begin: 0, length: 16_384 })
    expect(stage.reads.map(({ range }) => range.piece)).toEqual(shown)
    expect(stage.heard(1).filter(type => type === 'reject').length).toBe(3)
  })

  test('the rest is shown as it is passed on', () => {
    const stage = seeder()
    for (const link of [1, 2]) stage.join(link, '', { fast: true })
    const shownTo = (link: number) =>
      stage.sent.flatMap(({ link: to, message }) =>
        to === link && message.type === 'have' ? [message.piece] : [],
      )
    const [first] = shownTo(1)
    stage.say(2, { type: 'have', piece: first as number })
    expect(shownTo(1).length).toBe(2)
  })
})
