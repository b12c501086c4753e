/** What the thesis says of its networks, and that 20 and 30 are taken evenly from 46. */
import { expect, test } from 'vitest'
import { builtIn } from './built-in.ts'
import { THESIS_SIZES, thesis } from './thesis.ts'

const neighboursOf = (topology: ReturnType<typeof thesis>, node: string): string[] =>
  topology.links
    .flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : []))
    .sort()

test('the network of 46 agrees with all that is known', () => {
  const topology = builtIn('thesis-46')
  expect(topology.routers.length + topology.peers.length + 1).toBe(64)
  expect(topology.peers).toEqual(Array.from({ length: 46 }, (_, i) => `client${i + 1}`))
  expect(neighboursOf(topology, 'tracker')).toEqual(['router'])
  expect(neighboursOf(topology, 'client1')).toEqual(['router15'])
  expect(neighboursOf(topology, 'client2')).toEqual(['router10'])
  expect(neighboursOf(topology, 'router15')).toEqual(
    ['client1', 'client3', 'client36', 'client7', 'router14', 'router16'].sort(),
  )
  expect(neighboursOf(topology, 'router16')).toEqual(
    ['client12', 'client34', 'client4', 'client6', 'router15', 'router8'].sort(),
  )
  for (const { from, forth, back } of topology.links) {
    expect(forth).toEqual(back)
    expect(forth.delayMs).toBe(0.1)
    expect(forth.rateBitsPerSec).toBe(from.startsWith('client') ? 6e6 : 100e6)
  }
})

test('peers are dealt evenly, and those of the smaller networks stay where they are', () => {
  const place = new Map(thesis(46).links.map(({ from, to }) => [from, to]))
  for (const size of THESIS_SIZES) {
    const { peers, routers, links } = thesis(size)
    expect(peers).toHaveLength(size)
    const counts = routers.map(
      router => links.filter(({ from, to }) => to === router && from.startsWith('client')).length,
    )
    const [least, most] = { 20: [1, 2], 30: [1, 2], 46: [2, 4] }[size] as [number, number]
    expect(Math.min(...counts)).toBe(least)
    expect(Math.max(...counts)).toBe(most)
    for (const { from, to } of links) if (peers.includes(from)) expect(to).toBe(place.get(from))
  }
})

test('rate and duplex of the peers can be chosen, the backbone stays', () => {
  const { links } = thesis(20, { accessBitsPerSec: 2e6, duplex: 'half' })
  const [peers, others] = [true, false].map(wanted =>
    links.filter(({ from }) => from.startsWith('client') === wanted),
  )
  expect(new Set(peers?.map(({ forth, duplex }) => `${forth.rateBitsPerSec} ${duplex}`))).toEqual(
    new Set(['2000000 half']),
  )
  expect(new Set(others?.map(({ forth, duplex }) => `${forth.rateBitsPerSec} ${duplex}`))).toEqual(
    new Set(['100000000 full']),
  )
})
