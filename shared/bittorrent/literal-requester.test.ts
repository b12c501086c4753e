import { describe, expect, test } from 'vitest'
import { Stage } from '../testing/exchange-stage.ts'
import type { AskBy } from './fidelity.ts'

const literal = (options: {
  pieces: number
  blocks?: number
  askBy?: AskBy
  piecesAtOnce?: number
  seed?: number
}) => {
  const { askBy = 'piece', piecesAtOnce = 1, ...stage } = options
  return new Stage({ ...stage, policies: { fidelity: 'literal', askBy, piecesAtOnce } })
}
const SECOND = 1_000

/** What all links are asked for, link by link. */
const asks = (stage: Stage): string[] => stage.links.map(link => stage.asks(link))
const piecesAsked = (stage: Stage): Set<number> =>
  new Set(stage.links.flatMap(link => stage.requests(link).map(({ piece }) => piece)))

describe('whom it asks for what', () => {
  test('a piece is asked for whole, of one who holds it, and the next when it has come', () => {
    const stage = literal({ pieces: 6 })
    for (const link of [1, 2, 3]) stage.join(link, '******')
    expect(asks(stage).filter(ask => ask !== '')).toHaveLength(1)
    const link = stage.links.find(link => stage.asks(link) !== '') as number
    const [first] = piecesAsked(stage)
    expect(stage.requests(link)).toHaveLength(4)
    stage.answer(link, 3)
    expect([...piecesAsked(stage)]).toEqual([first])
    stage.answer(link)
    expect([...piecesAsked(stage)]).not.toContain(first)
    expect(stage.links.flatMap(each => stage.requests(each)).length).toBeGreaterThanOrEqual(3)
  })

  test('block by block, each comes from one drawn by lot', () => {
    const stage = literal({ pieces: 2, blocks: 30, askBy: 'block' })
    for (const link of [1, 2, 3]) stage.join(link, '**')
    // Of the first remote alone until another came: its blocks are asked for already.
    stage.answer(1, 30)
    expect(piecesAsked(stage).size).toBe(1)
    for (const link of stage.links) expect(stage.requests(link).length).toBeGreaterThan(2)
    expect(stage.doubles).toEqual([])
  })

  test('as many pieces at once as it is told', () => {
    const stage = literal({ pieces: 6, piecesAtOnce: 3 })
    stage.join(1, '******')
    expect(piecesAsked(stage).size).toBe(3)
    expect(stage.requests(1)).toHaveLength(12)
  })

  test('all blocks of a piece are asked for by the name of its pick', () => {
    const stage = literal({ pieces: 6 })
    stage.join(1, '******')
    const picks = stage.events.flatMap(event => (event.event === 'requested' ? event.pick : []))
    expect(picks).toEqual(['random', 'random', 'random', 'random'])
  })

  test('no more requests than the remote keeps', () => {
    const stage = literal({ pieces: 1, blocks: 900 })
    stage.join(1, '*')
    expect(stage.requests(1)).toHaveLength(250)
    stage.answer(1, 10)
    expect(stage.requests(1)).toHaveLength(250)
  })
})

describe('what is not answered goes to another', () => {
  const held = (stage: Stage) => stage.links.find(link => stage.asks(link) !== '') as number

  test.each<[string, boolean, (stage: Stage, link: number) => void]>([
    ['a choke', false, (stage, link) => stage.say(link, { type: 'choke' })],
    [
      'a choke and its rejects',
      true,
      (stage, link) => {
        stage.say(link, { type: 'choke' })
        for (const range of stage.requests(link)) stage.say(link, { ...range, type: 'reject' })
      },
    ],
    [
      'a reject',
      true,
      (stage, link) => {
        const [range] = stage.requests(link)
        if (range) stage.say(link, { ...range, type: 'reject' })
      },
    ],
    [
      'a piece that is lost',
      false,
      (stage, link) => stage.dontHave(link, [...piecesAsked(stage)][0] ?? 0),
    ],
    ['a link that ends', false, (stage, link) => stage.leave(link)],
    ['ten seconds of silence', false, stage => stage.pass(11 * SECOND)],
  ])('after %s', (_what, fast, happen) => {
    for (const askBy of ['piece', 'block'] as const) {
      const stage = literal({ pieces: 1, askBy })
      stage.join(1, '*', { fast })
      stage.join(2, '*', { fast })
      const link = held(stage)
      stage.answer(link)
      happen(stage, link)
      const other = link === 1 ? 2 : 1
      expect(stage.requests(other), askBy).toHaveLength(3)
      stage.answer(other, 3)
      expect(stage.held, askBy).toBe('*')
    }
  })

  test('a piece whose only holder chokes holds up no other', () => {
    const stage = literal({ pieces: 2 })
    stage.join(1, '* ')
    expect([...piecesAsked(stage)]).toEqual([0])
    stage.say(1, { type: 'choke' })
    stage.join(2, ' *')
    expect([...piecesAsked(stage)]).toEqual([1])
    stage.answer(2, 4)
    stage.say(1, { type: 'unchoke' })
    stage.answer(1, 4)
    expect(stage.held).toBe('**')
  })

  test('who let us wait is asked again if nobody else holds the piece', () => {
    const stage = literal({ pieces: 1 })
    stage.join(1, '*')
    stage.pass(11 * SECOND)
    expect(stage.requests(1)).toHaveLength(4)
    stage.answer(1, 4)
    expect(stage.held).toBe('*')
  })

  test('a piece that failed its check comes block by block of one remote alone', () => {
    const stage = new Stage({
      pieces: 1,
      fastDisk: false,
      policies: { fidelity: 'literal', askBy: 'block' },
    })
    for (const link of [1, 2, 3]) stage.join(link, '*')
    while (stage.received.length === 0) for (const link of stage.links) stage.answer(link)
    const [received] = stage.received
    if (received) stage.fail(received)
    const [asked, ...others] = stage.links.filter(link => stage.requests(link).length > 0)
    expect(others).toEqual([])
    for (let block = 0; block < 4; block++) {
      expect(stage.asks(asked as number)).toBe(`0.${block}`)
      stage.answer(asked as number)
    }
    expect(new Set(stage.received[0]?.senders).size).toBe(1)
  })
})

test('everyone who is interested is unchoked, and stays so', () => {
  const stage = literal({ pieces: 2, seed: 3 })
  for (let link = 1; link <= 60; link++) {
    stage.join(link, '  ')
    stage.say(link, { type: 'interested' })
    expect(stage.heard(link)).toContain('unchoke')
    stage.say(link, { type: 'notInterested' })
  }
  stage.pass(60 * SECOND)
  for (const link of stage.links) expect(stage.exchange.remote(link)?.amChoking).toBe(false)
})

test('every have goes to everybody at once, also to who holds the piece', () => {
  const stage = literal({ pieces: 2 })
  stage.join(1, '**')
  stage.join(2, '**')
  const link = stage.links.find(each => stage.asks(each) !== '') as number
  stage.heard(1)
  stage.heard(2)
  stage.answer(link, 4)
  expect(stage.heard(1)).toContain('have')
  expect(stage.heard(2)).toContain('have')
})
