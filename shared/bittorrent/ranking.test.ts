import { describe, expect, test } from 'vitest'
import {
  byGiving,
  byProgress,
  byTaking,
  inRound,
  type Ranking,
  type Standing,
  seedingRanking,
} from './slot-choice.ts'

const QUOTA = { bytes: 100, ms: 60_000 }
const NOW = 200_000

const standing = (link: number, change: Partial<Standing> = {}): Standing => ({
  link,
  downRate: 0,
  upRate: 0,
  isChoked: false,
  since: 0,
  given: 0,
  progress: 0,
  ...change,
})

/** The links, first to last. */
const order = (ranking: Ranking, changes: readonly Partial<Standing>[]): string =>
  changes
    .map((change, i) => standing(i + 1, change))
    .sort(ranking)
    .map(({ link }) => link)
    .join(' ')

/** Numbers by link: '5 9 2' is link 1 at 5, link 2 at 9, link 3 at 2. */
const each = (numbers: string, key: keyof Standing): Partial<Standing>[] =>
  numbers.split(' ').map(number => ({ [key]: Number(number) }))

describe('a leecher gives as it is given', () => {
  test.each([
    ['5 9 2', '2 1 3'],
    ['0 0 0', '1 2 3'],
  ])('rates %s: %s', (rates, expected) => {
    expect(order(byGiving, each(rates, 'downRate'))).toBe(expected)
  })
})

describe('fastest upload', () => {
  test('who takes fastest comes first', () => {
    expect(order(byTaking, each('5 9 2', 'upRate'))).toBe('2 1 3')
  })

  test('what a choked one still takes was given to it before', () => {
    expect(order(byTaking, [{ upRate: 5 }, { upRate: 9, isChoked: true }])).toBe('1 2')
  })
})

describe('round robin', () => {
  const waiting = (since: number) => ({ isChoked: true, since })
  const served = (given: number, since: number) => ({ given, since })

  test.each([
    ['who has waited longest comes first', [waiting(30), waiting(10), waiting(20)], '2 3 1'],
    ['a turn is not cut short', [waiting(0), served(99, 10)], '2 1'],
    ['after its share a turn is over', [served(100, 10), waiting(50)], '2 1'],
    ['but not before its time, however fast', [served(500, NOW - 59_999), waiting(50)], '1 2'],
    ['a slow one keeps its turn until it has its share', [served(3, 0), waiting(50)], '1 2'],
    ['nobody waits: those served go on', [served(100, 10), served(40, 20)], '2 1'],
  ])('%s', (_why, changes, expected) => {
    expect(order(inRound(QUOTA, NOW), changes)).toBe(expected)
  })
})

describe('anti-leech', () => {
  test.each([
    ['0 0.5 0.9', '1 3 2'],
    ['0.3 0.7 0.5 1', '4 1 2 3'],
    ['0.5 0.5', '1 2'],
  ])('who has just begun or is nearly done comes first: %s', (progress, expected) => {
    const exact = progress.split(' ').map(Number)
    expect(order(byProgress, each(exact.join(' '), 'progress'))).toBe(expected)
  })

  test('of two as far the faster', () => {
    const changes = [
      { progress: 0.25, upRate: 1 },
      { progress: 0.75, upRate: 2 },
    ]
    expect(order(byProgress, changes)).toBe('2 1')
  })
})

test('each policy has its ranking', () => {
  const changes = [
    { upRate: 9, since: 0, given: 500, progress: 0.5 },
    { upRate: 1, since: 0, given: 20, progress: 0.4 },
    { isChoked: true, since: 10, progress: 0 },
  ]
  const ranked = (name: Parameters<typeof seedingRanking>[0]) =>
    order(seedingRanking(name, QUOTA, NOW), changes)
  expect(ranked('fastest-upload')).toBe('1 2 3')
  expect(ranked('round-robin')).toBe('2 3 1')
  expect(ranked('anti-leech')).toBe('3 2 1')
})
