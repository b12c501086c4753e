/** Topologies of every kind go out and come in again the same, in each of the formats. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyTopology } from '../../testing/random-topology.ts'
import { BUILT_IN_NAMES, builtIn } from '../built-in.ts'
import { formatOf, importTopology, type TopologyFormat, WRITERS } from './any.ts'

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
