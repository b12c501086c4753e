/** Classes of peers in a scenario's file: who belongs to them, and what they change. */
import { expect, test } from 'vitest'
import { linesOf } from '../results/bound.ts'
import { Simulation } from '../simulation.ts'
import { freeRidersOf, topologyOf } from './scenario.ts'
import { parseScenario } from './scenario-file.ts'

const withClasses = (classes: unknown, more: object = {}) =>
  parseScenario(
    JSON.stringify({
      name: 'classes',
      about: 'A test.',
      topology: { builtIn: 'star', peers: 21, access: 'fibre' },
      torrent: { pieces: 8, blocksPerPiece: 2 },
      ...more,
      classes,
    }),
  )

test('a share of the leechers gets its lines, and the rest keeps the topology’s', () => {
  const scenario = withClasses([
    { name: 'cable', share: 0.3, access: 'cable', freeRiders: 0.5 },
    { name: 'dsl', share: 0.5, access: 'dsl' },
  ])
  expect(scenario.classes.map(({ name, peers }) => [name, peers.length])).toEqual([
    ['cable', 6],
    ['dsl', 10],
  ])
  const lines = linesOf(topologyOf(scenario))
  const up = (peer: string) => lines.get(peer)?.upBitsPerSec
  const [cable, dsl] = scenario.classes.map(({ peers }) => peers)
  expect(new Set(cable?.map(up))).toEqual(new Set([1e6]))
  expect(new Set(dsl?.map(up))).toEqual(new Set([0.384e6]))
  expect(topologyOf(scenario).peers.filter(peer => up(peer) === 100e6)).toHaveLength(5)
  const riders = freeRidersOf(scenario, topologyOf(scenario).peers.slice(1), 7)
  expect(riders.size).toBe(3)
  expect([...riders].every(rider => cable?.includes(rider))).toBe(true)
})

test('one peer has policies of its own, and results name its class', () => {
  const scenario = withClasses(
    [
      { name: 'box', peers: ['peer1'], exchange: { kind: 'bittorrent', uploadSlots: 1 } },
      { name: 'home', share: 1, freeRiders: 0.2 },
    ],
    {
      exchange: { kind: 'bittorrent', uploadSlots: 7 },
      torrent: { pieces: 8, blocksPerPiece: 2, blockBytes: 4096 },
    },
  )
  expect(scenario.classes[0]?.exchange).toEqual({
    kind: 'bittorrent',
    policies: { uploadSlots: 1, blockBytes: 4096 },
  })
  const simulation = new Simulation(scenario, 1)
  simulation.run()
  const { peers, failures } = simulation.result
  expect(failures).toEqual([])
  expect(new Set(peers.map(peer => peer.class))).toEqual(new Set(['home']))
  expect(peers.filter(({ isFreeRider }) => isFreeRider)).toHaveLength(4)
})

test.each([
  [[{ name: 'a' }], /"a" needs either "share" or "peers"/],
  [[{ name: 'a', share: 0.5, peers: ['peer1'] }], /"a" needs either "share" or "peers"/],
  [
    [
      { name: 'a', share: 0.6 },
      { name: 'b', share: 0.6 },
    ],
    /add up to 1.2, to more than 1/,
  ],
  [[{ name: 'a', peers: ['nobody'] }], /"nobody" is no peer of the topology/],
  [
    [
      { name: 'a', peers: ['peer1'] },
      { name: 'b', peers: ['peer1'] },
    ],
    /"peer1" is in a class already/,
  ],
  [
    [
      { name: 'a', share: 0.1 },
      { name: 'a', share: 0.1 },
    ],
    /there are two classes "a"/,
  ],
  [[{ name: 'a', share: 0.1, exchange: { kind: 'gossip' } }], /one kind of exchange: "bittorrent"/],
  [[{ name: 'a', share: 0.1, access: 'radio' }], /"access".* is one of thesis, /],
  [[{ name: 'a', share: 2 }], /"share".* must be a number from 0 to 1/],
])('%j is refused with a sentence', (classes, sentence) => {
  expect(() => withClasses(classes)).toThrow(sentence)
})
