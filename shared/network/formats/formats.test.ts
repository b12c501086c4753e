/** Topologies of every kind go out and come in again the same, in each of the formats. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BUILT_IN_NAMES, builtIn } from '../built-in.ts'
import type { Direction, Topology, TopologyLink } from '../topology.ts'
import { formatOf, importTopology, type TopologyFormat, WRITERS } from './any.ts'

const share = fc.double({ min: 0, max: 0.99, noNaN: true, noDefaultInfinity: true })
const loss = fc.oneof(
  fc.constant(undefined),
  share.filter(each => each > 0).map(each => ({ share: each })),
  fc.record({ goodToBad: share, badToGood: share, lossInGood: share, lossInBad: share }),
)

const way: fc.Arbitrary<Direction> = fc.record({
  rateBitsPerSec: fc.oneof(
    fc.constantFrom(6e6, 100e6, 384e3, 1e12),
    fc.double({ min: 1, max: 1e12, noNaN: true }),
  ),
  delayMs: fc.oneof(
    fc.constantFrom(0, 0.1, 14, 3_600_000),
    fc.double({ min: 0, max: 86_400_000, noNaN: true }),
  ),
  queueBytes: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat()),
  loss,
})

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/),
  fc.constantFrom('network', 'for', 'sizeof', 'ned.DatarateChannel', '1', 'a-b', 'a_b', 'a.b'),
)
/** Without what XML cannot carry. */
const text = fc.string({ unit: 'grapheme' }).map(each => each.replace(/[^\t\n\r -퟿]/gu, ''))

const MAX_NODES = 12

/** Any valid topology: names, rates, delays, queues and losses of every kind. */
const anyTopology: fc.Arbitrary<Topology> = fc
  .record({
    names: fc.uniqueArray(name, { minLength: 3, maxLength: MAX_NODES }),
    routerShare: fc.double({ min: 0, max: 1, noNaN: true }),
    ways: fc.array(fc.tuple(way, way, fc.constantFrom('same', 'other', 'half')), {
      minLength: 2 * MAX_NODES,
      maxLength: 2 * MAX_NODES,
    }),
    chances: fc.array(fc.nat(), { minLength: 2 * MAX_NODES, maxLength: 2 * MAX_NODES }),
    title: text,
    note: text,
  })
  .map(({ names, routerShare, ways, chances, title, note }): Topology => {
    const routerCount = 1 + Math.floor(routerShare * (names.length - 3))
    const routers = names.slice(0, routerCount)
    const [tracker = '', ...peers] = names.slice(routerCount)
    const links: TopologyLink[] = []
    const join = (a: string, b: string): void => {
      const [there, home, kind] = ways[links.length] as (typeof ways)[number]
      const isTurned = (chances[links.length] as number) % 2 === 1
      links.push({
        from: isTurned ? b : a,
        to: isTurned ? a : b,
        forth: there,
        back: kind === 'other' ? home : there,
        duplex: kind === 'half' ? 'half' : 'full',
      })
    }
    for (let i = 1; i < routerCount; i++)
      join(routers[i] as string, routers[(chances[i] as number) % i] as string)
    for (const [i, edge] of [tracker, ...peers].entries())
      join(edge, routers[(chances[MAX_NODES + i] as number) % routerCount] as string)
    return { name: title.trim() || 'network', note, routers, tracker, peers, links }
  })

const FORMATS = Object.keys(WRITERS) as TopologyFormat[]
/** Ours writes shares in percent, to 15 digits: its own test has the shares that people write. */
const EXACT = FORMATS.filter(format => format !== 'json')

test.each(EXACT)('%s: what is written is read as the same topology', format => {
  fc.assert(
    fc.property(anyTopology, topology => {
      const text = WRITERS[format](topology)
      expect(formatOf(text)).toBe(format)
      expect(importTopology(text)).toEqual({ topology, leftOut: [] })
    }),
    { numRuns: 150 },
  )
})

test.each(FORMATS)('%s: the built-in topologies, too', format => {
  for (const name of BUILT_IN_NAMES) {
    const topology = builtIn(name)
    expect(importTopology(WRITERS[format](topology))).toEqual({ topology, leftOut: [] })
  }
})
