/** The thesis's log, kind of line by kind of line, of a run of its own swarm. */
import { expect, test } from 'vitest'
import { builtInScenario } from '../scenarios/built-in.ts'
import { type Scenario, topologyOf } from '../scenarios/scenario.ts'
import { parseSetting, type Setting } from '../scenarios/scenario-file.ts'
import { Simulation } from '../simulation.ts'
import { EventLog } from './event-log.ts'
import { ThesisLog } from './thesis-log.ts'

/** One line of each kind that the thesis shows, in its order. Numbers and ids are of its run. */
const SHOWN = [
  'Topology Description',
  'The topology has 64 nodes',
  'Node i=0 is btnetwork.tracker',
  'It has 1 conns to other nodes and 1 conns from other nodes',
  'Connections to other modules are:',
  'btnetwork.router through gate port$o[0]',
  'Tracker: Initialisation successful',
  'Initializing module btnetwork.client1, stage 0',
  'CLIENT1: Initialisation successful with id ppklpra7gzii5qcxoadu',
  'CLIENT1: Sent a request message to the tracker for torrent with id= 1',
  'Tracker: Received a request message for torrent with id=1 from peer with id= CwXy7u5rBTyXcO0gapsl',
  'TRACKER: Added torrent with id=1 to the database',
  "TRACKER: Added a new peer with id=CwXy7u5rBTyXcO0gapsl and ip= 25 to torrent's 1 database",
  'CLIENT25: Received an update message from the tracker for torrent with id= 1',
  'CLIENT25: PeerList Updated',
  'CLIENT25: Handshake Initiated for torrent with id= 1with peer 26',
  'CLIENT25: Handshake Request Received for torrent with id= 1 from peer 42',
  'CLIENT25: Handshake was a reply',
  'Connection between nodes 25 and 42 is active',
  'CLIENT: 25 sent a bit-field message to client 42',
  'Client 30 sent an "interested" message to client 31',
  'CLIENT 31 un-chocked client 30',
  'CLIENT18: Requested block (RP) 0 of piece 17 for torrent 1 from peer 1',
  'CLIENT18: Received block 2 of piece 12 for torrent 1 from client 7',
  'CLIENT 18 has finished piece 12',
  'CLIENT 18 sent a have message to client 25',
  'CLIENT 39 finished at 3.79978',
]
/** The thesis says that these come, and does not show them. */
const SAID = [
  'CLIENT18: Requested block (RF) 0 of piece 17 for torrent 1 from peer 1',
  'Client 30 sent a "not interested" message to client 31',
  'Total time: 4.3',
]

/** Numbers and ids are anybody's; `port$o[0]` and `(RP)` stay. */
const kindOf = (line: string): string =>
  line
    .replace(/id (\w{20}|[0-9a-f]{40})$/, 'id ID')
    .replace(/id=( ?)(\w{20}|[0-9a-f]{40})\b/, 'id=$1ID')
    .replace(/btnetwork\.(client|router|tracker)\d*/, 'btnetwork.$1')
    .replace(/\d+(\.\d+)?/g, '#')

function logOf(...settings: string[]): string[] {
  const scenario = builtInScenario(
    'thesis-46',
    settings.map(text => parseSetting(text) as Setting),
  )
  const log = new ThesisLog(scenario?.torrent.blockBytes)
  const written = [ThesisLog.opening(topologyOf(scenario as Scenario))]
  const events = new EventLog({ write: line => written.push(line) }, log.print)
  const simulation = new Simulation(scenario as Scenario, 1, events)
  simulation.run()
  expect(simulation.result.failures).toEqual([])
  return [...written, log.closing].join('').split('\n').slice(0, -1)
}

const LITERAL = [
  'exchange.kind=bittorrent',
  'exchange.fidelity=literal',
  'torrent.blockBytes=4096',
  'exchange.randomFirst=12',
]

const lines = logOf(...LITERAL)

test('a run of 46 literal clients has every kind of line that the thesis shows, and no other', () => {
  const kinds = new Set(lines.map(kindOf))
  expect([...SHOWN, ...SAID].map(kindOf).filter(kind => !kinds.has(kind))).toEqual([])
  const known = new Set([...SHOWN, ...SAID].map(kindOf))
  // Nodes of other kinds than the one shown.
  const isOfNetwork = (kind: string) => /^(Node i=#|btnetwork\.)/.test(kind)
  expect([...kinds].filter(kind => !known.has(kind) && !isOfNetwork(kind))).toEqual([])
})

test('what it says adds up: every piece of 5 blocks, asked for whole, from one client', () => {
  const count = (pattern: RegExp) => lines.filter(line => pattern.test(line)).length
  expect(count(/^Connection between/)).toBe((46 * 45) / 2)
  expect(count(/Requested block/)).toBe(45 * 25 * 5)
  expect(count(/Received block/)).toBe(45 * 25 * 5)
  // The next one is asked for while the twelfth is on its way to the disk.
  expect(count(/\(RP\)/)).toBe(45 * 13 * 5)
  expect(count(/has finished piece/)).toBe(45 * 25)
  expect(count(/sent a have/)).toBe(45 * 25 * 45)
  expect(count(/finished at/)).toBe(45)
  const first = lines.findIndex(line => /^CLIENT18: Requested block/.test(line))
  const whole = lines.filter(line => line.startsWith('CLIENT18: Requested')).slice(0, 5)
  expect(first).toBeGreaterThan(0)
  const [, piece, peer] =
    /0 of piece (\d+) for torrent 1 from peer (\d+)/.exec(whole[0] ?? '') ?? []
  expect(whole).toEqual(
    [0, 1, 2, 3, 4].map(
      block =>
        `CLIENT18: Requested block (RP) ${block} of piece ${piece} for torrent 1 from peer ${peer}`,
    ),
  )
})

test('block by block, the last block of a piece need not be the one that was asked for last', () => {
  const ofBlocks = logOf(...LITERAL, 'exchange.askBy=block')
  // As in the thesis: "Received block 2 of piece 12", and at once "has finished piece 12".
  const early = ofBlocks.some(
    (line, i) =>
      /Received block [0-3] /.test(line) && /has finished piece/.test(ofBlocks[i + 1] ?? ''),
  )
  expect(early).toBe(true)
})

test('peers without numbers are numbered as they are named', () => {
  const log = new ThesisLog()
  const [me, remote] = ['ab'.repeat(20), 'cd'.repeat(20)]
  const common = { time: 3799.78, peer: me }
  expect(log.print({ ...common, remote, event: 'unchoked', by: 'me' })).toBe(
    'CLIENT 1 un-chocked client 2\n',
  )
  expect(log.print({ ...common, remote: null, event: 'finished' })).toBe(
    'CLIENT 1 finished at 3.79978\n',
  )
  expect(log.print({ ...common, remote, event: 'cancel', by: 'me', piece: 0, begin: 0 })).toBe('')
})
