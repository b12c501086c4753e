/** Networks in NED as people write them, and what is said of what cannot be taken over. */
import { describe, expect, test } from 'vitest'
import { FileError } from '../../../base/json-file.ts'
import type { Topology } from '../../topology.ts'
import { readNed } from './read.ts'

const linksOf = ({ links }: Topology): string[] =>
  links.map(({ from, to, forth, back }) => {
    const ways = [forth, back].map(way => `${way.rateBitsPerSec / 1e6}/${way.delayMs}`)
    return `${from} ${to} ${ways[0] === ways[1] ? ways[0] : ways.join(' ')}`
  })

const NETWORK = `
// A network of two offices.

import ned.DatarateChannel;

channel Cable extends DatarateChannel
{
    parameters:
        double km = default(200);
        datarate = 100Mbps;
        delay = 1ms * km / 200; // 5 us a kilometre
}

simple Host { gates: inout port; }

network Offices
{
    parameters:
        int n @prompt("hosts") = default(3);
        double rate @unit(bps) = 2Mbps + 500kbps;
        bool withTracker = true;
        **.pieces = 25;
        @display("bgb=300,200");
    types:
        channel Slow extends DatarateChannel { datarate = rate; delay = 14 ms; per = 0.01; }
    submodules:
        core[2]: Router { gates: port[]; }
        tracker: InfoServer if withTracker;
        client[2 * n]: Host {
            parameters:
                address = index;
                @display("i=device/pc");
        }
    connections allowunconnected:
        core[0].port++ <--> Cable { km = 400; } <--> core[1].port++;
        core[0].port++ <--> { datarate = 1Gbps; delay = 0.1ms + 50us; } <--> tracker.port;
        for i = 0..n - 1 {
            client[i].port <--> Slow <--> core[0].port++;
            client[n + i].port$o --> Slow --> core[1].port$i++ if i != 1;
            client[n + i].port$i <-- { datarate = 8Mbps; delay = 3s 5ms; } <-- core[1].port$o++ if i != 1;
        }
        for i = 0..sizeof(client) - 1, for j = 0..1, if i == n + 1 && j == (i > 3 ? 1 : 0) {
            client[i].port <--> up: Cable <--> core[j].port++;
        }
}
`

test('vectors, channels, loops, conditions and parameters become a topology', () => {
  const { topology, leftOut } = readNed(NETWORK)
  expect(topology).toMatchObject({
    name: 'Offices',
    routers: ['core0', 'core1'],
    tracker: 'tracker',
    peers: ['client0', 'client1', 'client2', 'client3', 'client4', 'client5'],
  })
  expect(linksOf(topology)).toEqual([
    'core0 core1 100/2',
    'core0 tracker 1000/0.15000000000000002',
    'client0 core0 2.5/14',
    'client3 core1 2.5/14 8/3005',
    'client1 core0 2.5/14',
    'client2 core0 2.5/14',
    'client5 core1 2.5/14 8/3005',
    'client4 core1 100/1',
  ])
  expect(topology.links[2]?.forth.loss).toEqual({ share: 0.01 })
  expect(topology.links[3]?.back.loss).toBeUndefined()
  expect(leftOut).toEqual(['Lines 22 and 29: parameters of submodules are left out.'])
})

const inNetwork = (submodules: string, connections: string): string =>
  `network N\n{\n  submodules:\n    ${submodules}\n  connections:\n    ${connections}\n}\n`
const HUB = 'hub: Router; tracker: Tracker; a: Peer; b: Peer;'
const LINE = '{ datarate = 1Mbps; delay = 1ms; }'
const star = (...edges: string[]): string =>
  edges.map(edge => `${edge}.g++ <--> ${LINE} <--> hub.g++;`).join('\n    ')

test.each([
  [
    'a rate without limit',
    inNetwork(HUB, `${star('tracker', 'a')} b.g <--> hub.g++;`),
    /^Line 7: .*1000 Gbps/,
  ],
  ['one way', inNetwork(HUB, `${star('tracker', 'a')} b.g --> ${LINE} --> hub.g++;`), /one way/],
  ['a second link', inNetwork(HUB, star('tracker', 'a', 'b', 'b')), /^Line 9: of two links/],
  [
    'a link to itself',
    inNetwork(HUB, `${star('tracker', 'a', 'b')} hub.g++ <--> hub.g++;`),
    /to itself/,
  ],
  [
    'an unlinked node',
    inNetwork(HUB, star('tracker', 'a')),
    /^Line 4: a node that no path leads to/,
  ],
  [
    'no tracker',
    inNetwork('hub: Router; a: Peer; b: Peer;', star('a', 'b')),
    /no tracker: .* at "hub"/,
  ],
  [
    'no peers',
    inNetwork('hub: Router; x: Router; tracker: Tracker;', star('tracker', 'x')),
    /no peers/,
  ],
  [
    'a peer of two lines',
    inNetwork(`${HUB} r: Router;`, `${star('tracker', 'a', 'b', 'r')} a.g <--> ${LINE} <--> r.g;`),
    /a router .* was put before it/,
  ],
  [
    'two trackers',
    inNetwork(`${HUB} t: TrackerTwo;`, star('tracker', 'a', 'b', 't')),
    /one tracker only/,
  ],
  [
    'a channel from elsewhere',
    inNetwork(HUB, `${star('tracker', 'a')} b.g <--> Foo <--> hub.g++;`),
    /not described/,
  ],
  [
    'bit errors',
    inNetwork(
      HUB,
      `${star('tracker', 'a')} b.g <--> { datarate = 1Mbps; ber = 1e-9; } <--> hub.g++;`,
    ),
    /bit errors/,
  ],
  ['own gates', inNetwork(HUB, `${star('tracker', 'a', 'b')} uplink <--> hub.g++;`), /own gates/],
  [
    'two networks',
    `${inNetwork(HUB, star('tracker', 'a', 'b'))}network Empty { }\n`,
    /only "N" is read/,
  ],
  [
    'a foreign parent',
    inNetwork(HUB, star('tracker', 'a', 'b')).replace('network N', 'network N extends lib.Base'),
    /"Base" is not in this file/,
  ],
])('%s is said', (_what, text, sentence) => {
  const { leftOut } = readNed(text)
  expect(
    leftOut.some(each => sentence.test(each)),
    leftOut.join('\n'),
  ).toBe(true)
})

test('without words for them, nodes with one line are peers', () => {
  const { topology } = readNed(
    inNetwork(
      'x[3]: Node; y: Node;',
      'for i=0..2 { x[i].g <--> ned.DelayChannel { delay = 1ms; } <--> y.g++; }',
    ),
  )
  expect(topology.routers).toEqual(['y'])
  expect(topology.peers).toEqual(['x0', 'x1', 'x2'])
})

test('two peers back to back have routers between them', () => {
  const { topology } = readNed(inNetwork('a: Peer; b: Peer;', `a.g <--> ${LINE} <--> b.g;`))
  expect(topology.peers).toEqual(['a', 'b'])
  expect(topology.routers.length).toBeGreaterThan(0)
})

test('a network has what its ancestors have', () => {
  const base = inNetwork(HUB, star('tracker', 'a', 'b')).replace('network N', 'network Base')
  const text = `${base}network N extends Base { submodules: c: Peer; connections: c.g <--> ${LINE} <--> hub.g++; }`
  expect(readNed(text.replace('network Base', 'module Base')).topology.peers).toEqual([
    'a',
    'b',
    'c',
  ])
})

describe('what cannot be read is refused with its line and column', () => {
  const nested = (open: string, close: string, depth: number) =>
    inNetwork(HUB, `if ${open.repeat(depth)}true${close.repeat(depth)} { }`)
  test.each<[string, string, number, RegExp]>([
    ['nothing', '', 1, /there is no "network"/],
    [
      'no NED',
      'hello world',
      1,
      /"network", "channel", "module" or "simple" must stand here, not "hello"/,
    ],
    ['a missing brace', 'network N {\n submodules:\n a: Peer;\n', 4, /"}" is missing/],
    ['an open text', 'network N {\n @display("i=\n); }', 2, /not closed/],
    ['a letter of no meaning', 'network N {\n € }', 2, /"€" means nothing/],
    ['no such submodule', inNetwork(HUB, 'c.g <--> hub.g;'), 6, /no submodule named "c"/],
    [
      'outside of a vector',
      inNetwork('x[3]: Peer;', 'for i=0..3 { x[i].g <--> x[0].g; }'),
      6,
      /no "x\[3\]": it goes from 0 to 2/,
    ],
    [
      'a vector without an index',
      inNetwork('x[3]: Peer; y: Router;', 'x.g <--> y.g;'),
      6,
      /"x" is a vector/,
    ],
    ['an index without a vector', inNetwork(HUB, 'a[1].g <--> hub.g;'), 6, /no vector/],
    ['a name twice', inNetwork('a: Peer; a: Peer;', ''), 4, /two submodules named "a"/],
    ['an unknown parameter', inNetwork('x[n]: Peer;', ''), 4, /"n" is not known/],
    [
      'a rate in seconds',
      inNetwork(HUB, 'a.g <--> { datarate = 5ms; } <--> hub.g;'),
      6,
      /"datarate" must be a rate/,
    ],
    [
      'units that do not fit',
      inNetwork(HUB, 'a.g <--> { delay = 5ms + 1Mbps; } <--> hub.g;'),
      6,
      /"\+" stands between/,
    ],
    ['arrows that differ', inNetwork(HUB, 'a.g <--> Ch --> hub.g;'), 6, /both arrows/],
    ['chance', inNetwork('x[intuniform(1, 5)]: Peer;', ''), 4, /draws at random/],
    ['too many nodes', inNetwork('x[30000]: Peer;', ''), 4, /more than 21001/],
    [
      'too many turns',
      inNetwork('a: Peer;', 'for i=0..9999999 { for j=0..9999999, if i < 0 { a.g <--> a.g; } }'),
      6,
      /more than 300000 turns/,
    ],
    [
      'too many links',
      inNetwork('a: Router; b: Router;', 'for i=0..90000 { a.g++ <--> b.g++; }'),
      6,
      /more than 40000 links/,
    ],
    ['brackets without end', nested('(', ')', 10_000), 6, /more than 256 parts|must stand here/],
    ['signs without end', nested('!', '', 10_000), 6, /more than 256 parts/],
    ['loops inside loops', inNetwork(HUB, 'if true {'.repeat(5_000)), 6, /nested more than 8 deep/],
    ['types inside types', 'module a { types: '.repeat(5_000), 1, /nested more than 8 deep/],
    [
      'a parameter of itself',
      inNetwork('x[n]: Peer;', '').replace(
        'submodules:',
        'parameters: int n = m; int m = n; submodules:',
      ),
      3,
      /in a circle/,
    ],
    [
      'a text that grows',
      inNetwork('x: <p9> like I;', '').replace(
        'submodules:',
        `parameters: string p0 = "${'x'.repeat(500)}"; ${Array.from({ length: 9 }, (_, i) => `string p${i + 1} = p${i} ## p${i};`).join(' ')} submodules:`,
      ),
      3,
      /1000 characters/,
    ],
    [
      'a network of itself',
      'network N extends M { }\nnetwork M extends N { }',
      2,
      /inherits from itself/,
    ],
    ['a vector of half a node', inNetwork('x[0.5]: Peer;', ''), 4, /whole number/],
    ['a comparison with a text', inNetwork('x[2]: Peer if "a" == 1;', ''), 4, /cannot be compared/],
  ])('%s', (_what, text, line, reason) => {
    let caught: unknown
    try {
      readNed(text)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(FileError)
    expect((caught as FileError).reason).toMatch(reason)
    expect((caught as FileError).line).toBe(line)
    expect((caught as FileError).column).toBeGreaterThan(0)
  })
})
