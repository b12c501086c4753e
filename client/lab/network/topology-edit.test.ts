/** Every change a person can make leaves a file that its parser takes, as long as the network holds. */
import { expect, test } from 'vitest'
import { builtIn } from '../../../shared/network/built-in.ts'
import { parseTopology, writeTopology } from '../../../shared/network/topology-file.ts'
import type { Value } from '../setup/draft.ts'
import {
  addLink,
  addPeer,
  addRouter,
  changeLink,
  linkBetween,
  removeLink,
  removeNode,
  type TopologyFile,
  topologyFileIn,
} from './topology-edit.ts'

const THESIS = topologyFileIn(
  JSON.parse(writeTopology(builtIn('thesis-20'))) as Value,
) as TopologyFile
const parsed = (file: TopologyFile) => parseTopology(JSON.stringify(file))

test("a peer more, with a line like the others' and a name of its own", () => {
  const { file, name } = addPeer(THESIS, 'router3')
  expect(name).toBe('client7')
  const topology = parsed(file)
  expect(topology.peers).toHaveLength(21)
  expect(topology.links.at(-1)).toMatchObject({
    from: 'client7',
    to: 'router3',
    forth: { rateBitsPerSec: 6e6, delayMs: 0.1 },
  })
})

test('a router more is linked, and can be linked again', () => {
  const { file, name } = addRouter(THESIS, 'router3')
  const twice = addLink(file, name, 'router9')
  expect(parsed(twice).routers).toHaveLength(18)
  expect(linkBetween(twice, 'router9', name)).toMatchObject({ rate: '100Mbps' })
})

test('a router goes with its peers', () => {
  const file = removeNode(THESIS, 'router16')
  expect(file.peers.length).toBeLessThan(20)
  expect(parsed(file).routers).not.toContain('router16')
})

test('a network in two is refused by name', () => {
  const cut = removeLink(THESIS, linkBetween(THESIS, 'router', 'router1') as never)
  const twice = removeLink(cut, linkBetween(cut, 'router', 'router8') as never)
  expect(() => parsed(twice)).toThrow('no path leads from the tracker')
})

test('a line is changed, and what is taken back is as if never said', () => {
  const link = linkBetween(THESIS, 'client1', 'router15') as never
  const slow = changeLink(THESIS, link, 'rateBack', '1Mbps')
  expect(parsed(slow).links.find(({ from }) => from === 'client1')?.back.rateBitsPerSec).toBe(1e6)
  expect(changeLink(slow, link, 'rateBack', undefined)).toEqual(THESIS)
})

test.each([
  ['nothing', undefined],
  ['a list', []],
  ['no links', { routers: [], tracker: 't', peers: [] }],
  ['links that lead nowhere', { routers: [], tracker: 't', peers: [], links: [{ from: 1 }] }],
])('%s is no topology', (_what, value) => {
  expect(topologyFileIn(value as Value | undefined)).toBeUndefined()
})
