/** GraphML as the Topology Zoo and other tools write it, and what is said of what cannot be taken over. */
import { expect, test } from 'vitest'
import { FileError } from '../../../base/json-file.ts'
import { readGraphml } from './read.ts'

/** Cut short and changed from how the Topology Zoo writes. */
const ZOO = `<?xml version="1.0" encoding="utf-8"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key attr.name="LinkSpeed" attr.type="string" for="edge" id="d35" />
  <key attr.name="LinkNote" attr.type="string" for="edge" id="d36" />
  <key attr.name="LinkSpeedUnits" attr.type="string" for="edge" id="d37"><default>M</default></key>
  <key attr.name="LinkLabel" attr.type="string" for="edge" id="d34" />
  <key attr.name="LinkSpeedRaw" attr.type="double" for="edge" id="d38" />
  <key attr.name="Latitude" attr.type="double" for="node" id="d29" />
  <key attr.name="Longitude" attr.type="double" for="node" id="d32" />
  <key attr.name="label" attr.type="string" for="node" id="d33" />
  <key attr.name="Network" attr.type="string" for="graph" id="d5" />
  <graph edgedefault="undirected">
    <data key="d5">G&#xC9;ANT</data>
    <node id="0"><data key="d33">Praha</data><data key="d29">50.08804</data><data key="d32">14.42076</data></node>
    <node id="1"><data key="d33">Z&#252;rich</data><data key="d29">47.36667</data><data key="d32">8.55</data></node>
    <node id="2"><data key="d33">Praha</data><data key="d29">50.08804</data><data key="d32">14.42076</data></node>
    <node id="3"><data key="d33">None</data></node>
    <node id="4"><data key="d33">Island</data></node>
    <edge source="0" target="1"><data key="d38">10000000000.0</data></edge>
    <edge source="0" target="1"><data key="d35">2.5</data><data key="d37">G</data></edge>
    <edge source="1" target="2"><data key="d35">155</data></edge>
    <edge source="2" target="3"><data key="d34">34 Mbps</data></edge>
    <edge source="3" target="0"><data key="d34">&lt; 2.5 Gbps</data></edge>
  </graph>
</graphml>`

test('a file of the Topology Zoo: rates from its keys, delays from the distance, a peer at each router', () => {
  const { topology, leftOut } = readGraphml(ZOO)
  expect(topology).toMatchObject({
    name: 'GÉANT',
    routers: ['Praha', 'Zurich', 'Praha.2', 'None'],
    tracker: 'tracker',
    peers: ['Praha-peer', 'Zurich-peer', 'Praha.2-peer', 'None-peer'],
  })
  const [first, second, third, fourth] = topology.links
  // 527 km along the great circle, at 200 km in a millisecond.
  expect(first?.forth.delayMs).toBeCloseTo(2.6, 1)
  expect([first, second, third, fourth].map(link => link?.forth.rateBitsPerSec)).toEqual([
    10e9, 155e6, 34e6, 100e6,
  ])
  expect(third?.forth.delayMs).toBe(0.1)
  expect(leftOut.join('\n')).toMatch(/^Lines 15 and 14: names are written|Lines 14 and 15: names/m)
  expect(leftOut.join('\n')).toMatch(/^Line 17: a node that no path leads to is left out/m)
  expect(leftOut.join('\n')).toMatch(/^Line 19: of two links between the same nodes/m)
  expect(leftOut.join('\n')).toMatch(/^Line 22: the link has no rate: 100 Mbit\/s/m)
  expect(leftOut.join('\n')).toMatch(/names no peers/)
  expect(leftOut.join('\n')).toMatch(/names no tracker: one was added at "Praha"/)
})

const graph = (inside: string): string => `<graphml><graph>${inside}</graph></graphml>`
const PAIR = '<node id="a"/><node id="b"/>'

test('quantities of other tools count if their unit is said', () => {
  const keys = ['latency', 'bandwidth', 'role'].map(
    name => `<key id="${name}" attr.name="${name}"/>`,
  )
  const text = `<g:graphml xmlns:g="x">${keys.join('')}<g:graph>${PAIR}
    <g:edge source="a" target="b"><g:data key="latency">12 ms</g:data><g:data key="bandwidth"><![CDATA[2Mbps]]></g:data></g:edge>
  </g:graph></g:graphml>`
  expect(readGraphml(text).topology.links[0]?.forth).toMatchObject({
    rateBitsPerSec: 2e6,
    delayMs: 12,
  })
  const { leftOut } = readGraphml(text.replace('12 ms', '12'))
  expect(leftOut.join('\n')).toContain('"latency" is left out, as its unit is not said')
})

test('other graphs, hyperedges and ports are said to be left out', () => {
  const text = `<graphml><graph><node id="a"><graph><node id="c"/></graph><port name="p"/></node><node id="b"/>
    <hyperedge><endpoint node="a"/></hyperedge><edge source="a" target="b"/></graph><graph><node id="d"/></graph></graphml>`
  const { topology, leftOut } = readGraphml(text)
  expect(topology.routers).toEqual(['a', 'b'])
  expect(leftOut.join('\n')).toMatch(/only the first graph is read[\s\S]*hyperedges and ports/)
})

const bomb = `<!DOCTYPE g [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, i) => `<!ENTITY ${'b'.repeat(i + 1)} "${'&a;'.repeat(10)}">`).join('')}]>`

test.each([
  ['no XML', '<graphml', 1, /this is no XML/],
  ['an element that is not closed', '<graphml>\n<graph>', 2, /this is no XML/],
  ['other XML', '<svg></svg>', 1, /begins with <graphml>, not with <svg>/],
  ['no graph', '<graphml></graphml>', 1, /there is no <graph>/],
  ['an empty graph', graph(''), 1, /there is no node/],
  [
    'an entity of its own',
    `${bomb}${graph(`<data key="label">&bbbbbbbbbb;</data>${PAIR}`)}`,
    1,
    /this is no XML: undefined entity/,
  ],
  ['a node twice', graph('<node id="a"/>\n<node id="a"/>'), 2, /two nodes with the id "a"/],
  ['a node without an id', graph('<node/>'), 1, /has no id/],
  ['an edge to nowhere', graph(`${PAIR}\n\n<edge source="a" target="c"/>`), 3, /leads to "c"/],
  [
    'a rate that is no number',
    graph(`${PAIR}\n<edge source="a" target="b"><data key="LinkSpeedRaw">fast</data></edge>`),
    2,
    /"LinkSpeedRaw" must be a number/,
  ],
  [
    'a delay without end',
    graph(`${PAIR}\n<edge source="a" target="b"><data key="delayMs">1e300</data></edge>`),
    2,
    /a delay lies between/,
  ],
  ['elements without end', '<graphml>'.repeat(100_000), 1, /nested more than 16 deep/],
  [
    'too many nodes',
    graph(Array.from({ length: 21_002 }, (_, i) => `<node id="${i}"/>`).join('')),
    1,
    /more than 21001 nodes/,
  ],
  [
    'too many routers',
    graph(
      Array.from(
        { length: 1_001 },
        (_, i) => `<node id="${i}"/>${i > 0 ? `<edge source="0" target="${i}"/>` : ''}`,
      ).join(''),
    ),
    1,
    /1001 routers/,
  ],
  [
    'too many keys',
    `<graphml>${'<key id="a"/>'.replace('a', '').repeat(0)}${Array.from({ length: 501 }, (_, i) => `<key id="${i}"/>`).join('')}</graphml>`,
    1,
    /more than 500 keys/,
  ],
])('%s is refused with its line', (_what, text, line, reason) => {
  let caught: unknown
  try {
    readGraphml(text)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(FileError)
  expect((caught as FileError).reason).toMatch(reason)
  expect((caught as FileError).line).toBe(line)
})
