import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom, shuffle } from '../base/random.ts'
import { BUILT_IN_NAMES, builtIn, random } from './built-in.ts'
import { direction } from './presets.ts'
import { Routes } from './route.ts'
import { thesis } from './thesis.ts'
import type { Topology } from './topology.ts'

/** 'a-b 5' is a link of 5 ms; peers p and q at the first and the last router named. */
function drawn(links: string, ends: [string, string]): Topology {
  const pairs = links.split(', ').map(link => link.split(/[- ]/) as [string, string, string])
  const way = (ms: number) => ({ forth: direction(1e6, ms), back: direction(1e6, ms) })
  const routers = [...new Set(pairs.flatMap(pair => pair.slice(0, 2)))]
  return {
    name: 'drawn',
    note: '',
    routers,
    tracker: 'tracker',
    peers: ['p', 'q'],
    links: [
      ...pairs.map(([from, to, ms]) => ({ from, to, ...way(Number(ms)), duplex: 'full' as const })),
      { from: 'tracker', to: ends[0], ...way(1), duplex: 'full' },
      { from: 'p', to: ends[0], ...way(1), duplex: 'full' },
      { from: 'q', to: ends[1], ...way(1), duplex: 'full' },
    ],
  }
}

describe('the shortest way', () => {
  test.each([
    ['by delay, though it has more hops', 'a-b 10, a-c 4, c-b 4', 'p a c b q'],
    ['of equal delay by hops', 'a-b 8, a-c 4, c-b 4', 'p a b q'],
    ['by hops, though the longer is found first', 'a-m 4, m-b 4, a-x 6, x-y 1, y-b 1', 'p a m b q'],
    ['of equal delay and hops by name', 'a-d 4, d-b 4, a-c 4, c-b 4', 'p a c b q'],
    ['by name from its start', 'a-x 1, x-c 1, c-b 1, a-w 1, w-z 1, z-b 1', 'p a w z b q'],
    // 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in floating point; the ways are equal all the same.
    [
      'however delays are added up',
      'a-f 0.1, f-e 0.2, e-b 0.3, a-d 0.3, d-c 0.2, c-b 0.1',
      'p a d c b q',
    ],
    ['over links without delay', 'a-c 0, c-d 0, d-b 0, a-e 0, e-b 0', 'p a e b q'],
  ])('%s', (_rule, links, way) => {
    expect(new Routes(drawn(links, ['a', 'b'])).nodesBetween('p', 'q').join(' ')).toBe(way)
  })
})

test('the thesis: known neighbours, and across the two rings by router8', () => {
  const routes = new Routes(thesis(46))
  expect(routes.nodesBetween('client1', 'client3')).toEqual(['client1', 'router15', 'client3'])
  expect(routes.nodesBetween('client1', 'client4').join(' ')).toBe(
    'client1 router15 router16 client4',
  )
  expect(routes.nodesBetween('client1', 'tracker').join(' ')).toBe(
    'client1 router15 router16 router8 router tracker',
  )
  const longest = Math.max(
    ...thesis(46).peers.map(peer => routes.lanesBetween('client2', peer).length),
  )
  expect(longest).toBe(8)
})

test.each(BUILT_IN_NAMES)(
  '%s: the same routes from a shuffled file, each as short as can be',
  name => {
    const topology = builtIn(name, { peers: 20 })
    const routes = new Routes(topology)
    fc.assert(
      fc.property(fc.nat(), seed => {
        const chance = seededRandom(seed)
        const links = topology.links.map(link =>
          chance() < 0.5
            ? link
            : { ...link, from: link.to, to: link.from, forth: link.back, back: link.forth },
        )
        const shuffled = new Routes({
          ...topology,
          links: shuffle(chance, links),
          routers: shuffle(chance, [...topology.routers]),
        })
        const [from, to] = shuffle(chance, [...topology.peers]) as [string, string]
        const way = routes.nodesBetween(from, to)
        expect(shuffled.nodesBetween(from, to)).toEqual(way)
        const names = (of: Routes) => of.lanesBetween(from, to).map(lane => of.lanes[lane]?.name)
        expect(names(shuffled)).toEqual(names(routes))
        expect(way.length - 1).toBe(hopsByFlood(topology, from, to))
      }),
      { numRuns: 20 },
    )
  },
)

/** All links of a kind have the same delay in the built-in ones: the fewest hops are the shortest way. */
function hopsByFlood({ links }: Topology, from: string, to: string): number {
  let reached = new Set([from])
  for (let hops = 0; ; hops++) {
    if (reached.has(to)) return hops
    const next = links.flatMap(link =>
      reached.has(link.from) ? [link.to] : reached.has(link.to) ? [link.from] : [],
    )
    reached = new Set([...reached, ...next])
  }
}

test('a half-duplex link is one lane for both ways', () => {
  const routes = new Routes(thesis(20, { duplex: 'half' }))
  const [up] = routes.lanesBetween('client1', 'client2')
  const down = routes.lanesBetween('client2', 'client1').at(-1)
  expect(up).toBe(down)
  expect(new Routes(thesis(20)).lanesBetween('client2', 'client1').at(-1)).not.toBe(up)
})

test('10,000 peers on 200 routers: every pair of routers is found once', () => {
  const topology = random(200, 7, { peers: 10_000 })
  const routes = new Routes(topology)
  const started = performance.now()
  for (let i = 0; i < 10_000; i++) {
    routes.lanesBetween(`peer${i + 1}`, `peer${((i * 7919) % 10_000) + 1}`)
  }
  const tookMs = performance.now() - started
  console.info(`10,000 routes over 200 routers: ${tookMs.toFixed(0)} ms`)
  expect(tookMs).toBeLessThan(10_000)
})
