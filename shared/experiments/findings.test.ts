/** Every finding, on made-up runs of which it is plain whether they bear it out. */
import { describe, expect, test } from 'vitest'
import { EXPERIMENTS } from './catalogue.ts'
import { type Experiment, type Holds, Results } from './experiment.ts'
import type { Outcome } from './measures.ts'
import { commandOf, pointsOf } from './plan.ts'

/** What a run came to, by its line, its value of x, and a number of the seed close to 1. */
type Story = (line: string, x: string, luck: number) => Tale

interface Tale {
  readonly sec?: number | null
  readonly copies?: number
  readonly finished?: number
  readonly riderSec?: number
  readonly rmr?: number
  /** After which share of the time half of all pieces were there; null if none came. */
  readonly half?: number | null
  /** What the seeder had sent by the milestones. */
  readonly early?: number
  /** The share of interest of every pair, and the gaps of the first and last pieces beside all. */
  readonly interest?: number
  readonly first?: number
  readonly last?: number
}

/** Of the thesis's client, and of ours. */
const twice = (each: readonly Holds[]): Holds[] => [...each, ...each]

const GAPS = Array.from({ length: 101 }, (_, i) => 10 + i)
const LUCK = [0.995, 1, 1.005]

function told(experiment: Experiment, story: Story): Results {
  return new Results(
    pointsOf(experiment).map(point => ({
      ...point,
      runs: LUCK.map((luck, seed) =>
        outcome(story(point.line.label, point.x.label, luck), point.scenario.torrent.length, seed),
      ),
    })),
  )
}

function outcome(tale: Tale, length: number, seed: number): Outcome {
  const { sec = 10, copies = 2, finished = 10, riderSec = 10, rmr, half = 0.5 } = tale
  const { early = 1.2, interest = 0.95, first = 1, last = 1 } = tale
  const gaps = { all: GAPS, first: GAPS.map(ms => ms * first), last: GAPS.map(ms => ms * last) }
  const ms = sec === null ? null : sec * 1000
  return {
    seed,
    makespanMs: ms,
    meanMs: ms,
    peers: Array.from({ length: 10 }, (_, i) => ({
      id: `peer${i}`,
      joinedMs: 0,
      finishedMs: i < finished ? (i % 2 ? riderSec * 1000 : (ms ?? 0)) : null,
      downloaded: length,
      uploaded: 0,
      isFreeRider: i % 2 === 1,
    })),
    seeders: [{ id: 'seeder', uploaded: copies * length }],
    failures: [],
    recorded: {
      heldMs: half === null ? [] : [0, 1000 * half, 1000],
      copiesUntilAllLeft: early,
      copiesUntilFirstWhole: early,
      interest: half === null ? [] : [interest, interest],
      pieceGaps: half === null ? { all: [], first: [], last: [] } : gaps,
      blockGaps: half === null ? { all: [], first: [], last: [] } : gaps,
      copies: [],
    },
    ...(rmr !== undefined && { rmr }),
  }
}

function verdicts(name: string, story: Story): Holds[] {
  const experiment = EXPERIMENTS.find(each => each.name === name) as Experiment
  const results = told(experiment, story)
  return experiment.findings.map(finding => finding.decide(results).holds)
}

describe('what holds, and what does not', () => {
  test('file size: a straight line, and which picker is slower', () => {
    const story =
      (rarest: number, power: number): Story =>
      (line, x, luck) => ({
        sec: luck * (2 + 0.15 * Number(x) ** power) * (line.endsWith('rarest first') ? rarest : 1),
      })
    // Each of the thesis's client, then of ours.
    expect(verdicts('file-size', story(1.05, 1))).toEqual(twice(['yes', 'yes', 'yes']))
    expect(verdicts('file-size', story(0.95, 2))).toEqual(twice(['no', 'no', 'no']))
    expect(verdicts('file-size', story(1, 1))).toEqual(twice(['yes', 'open', 'open']))
    const slowerInTabs: Story = (line, x, luck) =>
      story(line.startsWith('as in a tab') ? 1.05 : 1, 1)(line, x, luck)
    expect(verdicts('file-size', slowerInTabs).filter((_, i) => i % 3 === 1)).toEqual([
      'open',
      'yes',
    ])
  })

  test('seeders: falling, rising at one step, rising', () => {
    expect(verdicts('seeders', (_, x, luck) => ({ sec: (luck * 10) / Number(x) }))).toEqual(
      twice(['yes']),
    )
    const bump: Story = (_, x, luck) => ({ sec: (luck * (x === '4' ? 30 : 10)) / Number(x) })
    expect(verdicts('seeders', bump)).toEqual(twice(['partly']))
    expect(verdicts('seeders', (_, x, luck) => ({ sec: luck * Number(x) }))).toEqual(twice(['no']))
  })

  test('peer rate: inverse, or with a part that does not depend on it', () => {
    expect(verdicts('peer-rate', (_, x, luck) => ({ sec: (luck * 40) / Number(x) }))).toEqual(
      twice(['yes']),
    )
    expect(verdicts('peer-rate', (_, x, luck) => ({ sec: luck * (2 + 40 / Number(x)) }))).toEqual(
      twice(['no']),
    )
  })

  test('peers and pieces: by a root, or with the peers', () => {
    const story =
      (power: number): Story =>
      (_, x, luck) => ({ sec: luck * Number(x) ** power })
    expect(verdicts('peers-and-pieces', story(0.2))).toEqual(twice(['yes', 'yes']))
    expect(verdicts('peers-and-pieces', story(1))).toEqual(twice(['no', 'no']))
  })

  test('the sample run: a time that one reading fits, or several, or none', () => {
    const story =
      (...fitting: string[]): Story =>
      (line, x) =>
        fitting.includes(`${line} ${x}`) ? { sec: 3, riderSec: 4 } : { sec: 9 }
    const [plain, ofBlocks] = [
      'a piece at a time, of one peer',
      'a piece at a time, block by block',
    ]
    expect(verdicts('sample-run', story(`${plain} 4`))).toEqual(['yes', 'yes'])
    expect(verdicts('sample-run', story(`${plain} 4`, `${ofBlocks} 4`))).toEqual(['yes', 'no'])
    expect(verdicts('sample-run', story(`${plain} 4`, `${plain} 8`))).toEqual(['no', 'yes'])
    expect(verdicts('sample-run', story())).toEqual(['open', 'open'])
  })

  test('churn: who finishes by which picker', () => {
    const order = ['sequential', 'random', 'rarest first']
    const story =
      (sign: number): Story =>
      line => ({ finished: 5 + sign * (order.indexOf(line) - 1) })
    expect(verdicts('churn', story(1))).toEqual(['yes', 'yes'])
    expect(verdicts('churn', story(-1))).toEqual(['no', 'no'])
    expect(verdicts('churn', story(0))).toEqual(['open', 'open'])
  })

  test('free riders: who waits longer', () => {
    const story =
      (riders: number, control: number): Story =>
      (line, _, luck) => ({
        sec: 10,
        riderSec: luck * (line.includes('control') ? control : riders),
      })
    expect(verdicts('free-riders', story(13, 10))).toEqual(['yes', 'yes'])
    expect(verdicts('free-riders', story(9, 13))).toEqual(['no', 'no'])
  })

  test('seed box: by how much, and with which slots', () => {
    const story =
      (slotsByLine: number): Story =>
      (line, x, luck) => ({
        sec: ((luck * 100) / Number(x) ** 0.2) * (line === 'slots by line' ? slotsByLine : 1),
      })
    expect(verdicts('seed-box', story(0.8))).toEqual(['yes', 'yes'])
    expect(verdicts('seed-box', (_, x, luck) => ({ sec: luck * (100 - Number(x) / 10) }))).toEqual([
      'no',
      'open',
    ])
  })

  test('loss: a little, and no more than is sent again', () => {
    const story =
      (power: number): Story =>
      (_, x, luck) => ({ sec: (luck * 10) / (1 - Number(x) / 100) ** power })
    expect(verdicts('loss', story(1))).toEqual(['yes', 'yes'])
    expect(verdicts('loss', story(12))).toEqual(['no', 'no'])
  })

  test('super-seeding, half duplex: one line beside the other', () => {
    const times =
      (factor: number, ...lines: string[]): Story =>
      (line, _x, luck) => {
        const by = luck * (lines.includes(line) ? factor : 1)
        return { sec: 10 * by, copies: 3 * by, early: 2 * by }
      }
    expect(verdicts('super-seeding', times(0.8, 'super-seeding'))).toEqual(['yes', 'yes', 'yes'])
    expect(verdicts('super-seeding', times(1.2, 'super-seeding'))).toEqual(['no', 'no', 'no'])
    // The bounds say 1.64, 1.76 and 1.83.
    expect(verdicts('half-duplex', times(1.75, 'one common channel'))).toEqual(['yes', 'partly'])
    expect(verdicts('half-duplex', times(1.2, 'one common channel'))).toEqual(['no', 'yes'])
    expect(verdicts('half-duplex', times(2.5, 'one common channel'))).toEqual(['no', 'no'])
  })

  test('diversity: interest, and the first and the last pieces', () => {
    const story =
      (rarest: number, first: number, last: number): Story =>
      (line, _, luck) => ({
        interest: luck * (line === 'rarest first' ? rarest : 0.92),
        first: luck * first,
        last: luck * last,
      })
    expect(verdicts('diversity', story(0.96, 2, 1))).toEqual(['yes', 'yes', 'yes', 'yes'])
    expect(verdicts('diversity', story(0.8, 1, 2))).toEqual(['no', 'no', 'no', 'no'])
  })

  test('gossip: the shape of each mode, what is in vain, and what knowing is worth', () => {
    const HALVES: { readonly [mode: string]: number } = { push: 0.2, pull: 0.7, 'push-pull': 0.5 }
    const OTHERWISE: typeof HALVES = { push: 0.8, pull: 0.3, 'push-pull': 0.9 }
    const SECONDS: { readonly [mode: string]: number } = { push: 10, pull: 11, 'push-pull': 5 }
    const story =
      (flip: boolean): Story =>
      (line, x, luck) => {
        const informed = (x === 'informed') !== flip
        const spared = line === 'push' ? 4 : 2
        return {
          sec: luck * (flip && line !== 'push' ? 40 : (SECONDS[line] ?? 0)),
          half: (flip ? OTHERWISE : HALVES)[line] ?? 0,
          rmr: informed ? 0 : luck * spared,
        }
      }
    expect(verdicts('gossip-modes', story(false))).toEqual(Array(8).fill('yes'))
    expect(verdicts('gossip-modes', story(true))).toEqual([
      ...['no', 'no', 'no', 'no', 'no', 'no', 'open', 'no'],
    ])
  })

  test('gossip that never ends has no shape, and took at least as long as it was watched', () => {
    const story: Story = (line, x, luck) =>
      line === 'pull' && x === 'literal' ? { sec: null, rmr: 9 } : { sec: 20 * luck, rmr: luck * 2 }
    const experiment = EXPERIMENTS.find(({ name }) => name === 'gossip-modes') as Experiment
    const decide = (claim: RegExp) =>
      experiment.findings
        .find(finding => claim.test(finding.claim))
        ?.decide(told(experiment, story))
    expect(decide(/^Pull is slow/)?.words).toContain('literal reading not one of 3 swarms finishes')
    expect(decide(/equally/)?.words).toContain('at least 6.00 ± 0.07 (literal)')
    expect(decide(/together/)?.words).toContain('at most 0.17 ± 0.00 beside pull (literal)')
    expect(decide(/fewer/)?.words).not.toContain('by pull (literal)')
  })

  test('gossip with rounds: who knows needs fewer', () => {
    const story =
      (informed: number): Story =>
      (line, _, luck) => ({ sec: luck * (line.startsWith('informed') ? informed : 30) })
    expect(verdicts('gossip-rounds', story(20))).toEqual(['yes'])
    expect(verdicts('gossip-rounds', story(40))).toEqual(['no'])
  })

  test('fan-out: sooner, and more in vain', () => {
    const story =
      (power: number): Story =>
      (_, x, luck) => ({ sec: luck * 10 * Number(x) ** -power, rmr: luck * Number(x) ** power })
    expect(verdicts('gossip-fan-out', story(1))).toEqual(['yes', 'yes'])
    expect(verdicts('gossip-fan-out', story(-1))).toEqual(['no', 'no'])
  })

  test('gossip and BitTorrent: who is sooner', () => {
    const order = ['gossip, informed', 'BitTorrent', 'gossip, intended']
    const story =
      (sign: number): Story =>
      (line, _x, luck) => ({ sec: luck * (10 + sign * order.indexOf(line)) })
    expect(verdicts('gossip-bittorrent', story(1))).toEqual(['yes', 'yes'])
    expect(verdicts('gossip-bittorrent', story(-1))).toEqual(['no', 'no'])
  })
})

describe('of every experiment', () => {
  test('no finding is decided by runs that never end, none fails over them', () => {
    for (const experiment of EXPERIMENTS) {
      const results = told(experiment, () => ({ sec: null, finished: 0, half: null }))
      for (const { claim, decide } of experiment.findings) {
        expect(decide(results).holds, `${experiment.name}: ${claim}`).not.toBe('yes')
      }
    }
  })

  test('names are unique, every point can be run and has a command', () => {
    expect(new Set(EXPERIMENTS.map(({ name }) => name)).size).toBe(EXPERIMENTS.length)
    for (const experiment of EXPERIMENTS) {
      const commands = pointsOf(experiment).map(point =>
        commandOf(experiment, point, 'virtual time', '--seed 3'),
      )
      expect(new Set(commands).size, experiment.name).toBe(commands.length)
    }
  })
})
