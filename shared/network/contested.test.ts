import { expect, test } from 'vitest'
import { direction } from './presets.ts'
import { contestedLanes, Routes } from './route.ts'
import { THESIS_SIZES, thesis } from './thesis.ts'
import type { Topology } from './topology.ts'

/** `count` peers on each side of one link of 100 Mbps, at these rates. */
function twoSides(count: number, upMbps: number, downMbps = upMbps): Topology {
  const side = (name: string) => Array.from({ length: count }, (_, i) => `${name}${i}`)
  const wire = direction(100e6, 0.1)
  return {
    name: 'two-sides',
    note: '',
    routers: ['a', 'b'],
    tracker: 'tracker',
    peers: [...side('left'), ...side('right')],
    links: [
      { from: 'a', to: 'b', forth: wire, back: wire, duplex: 'full' },
      { from: 'tracker', to: 'a', forth: wire, back: wire, duplex: 'full' },
      ...['left', 'right'].flatMap(name =>
        side(name).map(peer => ({
          from: peer,
          to: name === 'left' ? 'a' : 'b',
          forth: direction(upMbps * 1e6, 0.1),
          back: direction(downMbps * 1e6, 0.1),
          duplex: 'full' as const,
        })),
      ),
    ],
  }
}

const contested = (topology: Topology): string[] => {
  const routes = new Routes(topology)
  return [...contestedLanes(topology, routes)].map(lane => routes.lanes[lane]?.name ?? '?').sort()
}

test('16 peers of 6 Mbps fit on a link of 100, 17 do not', () => {
  expect(contested(twoSides(16, 6))).toEqual([])
  expect(contested(twoSides(17, 6))).toEqual(['a>b', 'b>a'])
})

test('what no one can receive is never asked of the link, nor what no one can send', () => {
  expect(contested(twoSides(17, 6, 5))).toEqual([])
  expect(contested(twoSides(17, 5, 6))).toEqual([])
})

test.each(THESIS_SIZES)(
  'the thesis with %i peers: its backbone is wide enough for them all',
  size => {
    expect(contested(thesis(size))).toEqual([])
  },
)

test('at 10 Mbps a peer, the backbone of the 46 is not', () => {
  expect(contested(thesis(46, { accessBitsPerSec: 10e6 })).length).toBeGreaterThan(0)
})
