/** Scenario files: what is read, what is refused and on which line, what may be set from outside. */
import { describe, expect, test } from 'vitest'
import { FileError } from '../../base/json-file.ts'
import { builtInScenario, SCENARIO_NAMES } from './built-in.ts'
import { castOf, pieceCountOf, topologyOf } from './scenario.ts'
import { parseScenario, parseSetting, type Setting } from './scenario-file.ts'

const PLAN = `{
  "name": "plan",
  "about": "Eight peers; some leave.",
  "topology": { "builtIn": "star", "peers": 8, "access": "dsl" },
  "torrent": { "pieces": 25, "blocksPerPiece": 5 },
  "seeders": ["peer2", "peer5"],
  "arrivals": { "every": "500ms" },
  "departures": [
    { "afterFinishing": "2s" },
    { "peer": "peer4", "at": "25s", "goodbye": false }
  ],
  "faults": [{ "kind": "liar", "peer": "peer3" }],
  "limit": "10min"
}`

const errorOf = (text: string, settings: readonly Setting[] = []): FileError => {
  try {
    parseScenario(text, { settings })
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
  throw new Error('it was read')
}

const set = (text: string): Setting => parseSetting(text) as Setting

describe('a plan', () => {
  const scenario = parseScenario(PLAN)

  test('is read whole', () => {
    expect(scenario).toMatchObject({
      name: 'plan',
      torrent: { length: 25 * 5 * 16384, pieceLength: 5 * 16384, joinWith: 'torrent' },
      seeders: ['peer2', 'peer5'],
      arrivals: { kind: 'every', everyMs: 500 },
      departures: [
        { kind: 'finished', afterMs: 2000 },
        { kind: 'at', peer: 'peer4', atMs: 25_000, goodbye: false },
      ],
      faults: [{ kind: 'liar', peer: 'peer3' }],
      limitMs: 600_000,
    })
  })

  test('has a cast: seeders by name or number, the rest leech', () => {
    const topology = topologyOf(scenario)
    expect(castOf(scenario, topology).seeders).toEqual(['peer2', 'peer5'])
    expect(castOf(scenario, topology).leechers).toHaveLength(6)
    expect(castOf({ ...scenario, seeders: 3 }, topology).seeders).toEqual([
      'peer1',
      'peer2',
      'peer3',
    ])
  })

  test('may have a topology of its own, or in a file', () => {
    const own = `{ "name": "duo", "routers": ["r"], "tracker": "t", "peers": ["a", "b"], "links": [
      { "from": "t", "to": "r", "rate": "1Mbps", "delay": "1ms" },
      { "from": "a", "to": "r", "rate": "1Mbps", "delay": "1ms" },
      { "from": "b", "to": "r", "rate": "1Mbps", "delay": "1ms" }] }`
    const plan = (choice: string) =>
      `{ "name": "x", "about": "y", "topology": ${choice}, "torrent": { "length": "1B", "pieceLength": "1B" } }`
    const written = parseScenario(plan(`{ "own": ${own} }`))
    const read = parseScenario(plan('{ "file": "duo.json" }'), { readFile: () => own })
    expect(topologyOf(written).peers).toEqual(['a', 'b'])
    expect(read).toEqual(written)
    expect(errorOf(plan('{ "file": "duo.json" }')).reason).toContain('no file can be opened here')
  })
})

describe('refused, with line and reason', () => {
  test.each([
    [/"peers": 8/, '"peers": 0', 4, '"peers" must be a number from 1 to 20000, not 0'],
    [/"star"/, '"sun"', 4, '"builtIn" is one of thesis-20'],
    [/"access": "dsl"/, '"accessRate": "1Mbps"', 4, 'the topology "star" has no "accessRate"'],
    [/"pieces": 25, /, '', 5, '"torrent" lacks "pieces" or "length"'],
    [/"peer5"/, '"peer9"', 6, '"peer9" is no peer of the topology'],
    [/"500ms"/, '"500"', 7, '"500" has no unit'],
    [
      /"afterFinishing": "2s"/,
      '"afterFinishing": "2s", "peer": "peer1"',
      9,
      'with "afterFinishing" has no "peer"',
    ],
    [
      /"peer4", "at"/,
      '"peer4", "when"',
      10,
      'a departure with "peer" has no "when" (known: peer, at, goodbye)',
    ],
    [/"liar"/, '"thief"', 12, '"kind" is one of breakLink, loss, '],
    [/"limit"/, '"limits"', 13, 'the scenario has no "limits"'],
  ])('%s -> %s', (part, wrong, line, reason) => {
    const error = errorOf(PLAN.replace(part, wrong))
    expect(error.line).toBe(line)
    expect(error.reason).toContain(reason)
    expect(error.message).toContain(`Line ${line}, column `)
  })
})

describe('congestion', () => {
  const read = (...settings: string[]) => parseScenario(PLAN, { settings: settings.map(set) })

  test('left out, a scenario is the thesis’s: whole messages, no congestion, links of one connection', () => {
    expect(read()).toMatchObject({
      granularity: 'message',
      overhead: 'tcp',
      congestion: 'none',
      lanes: false,
    })
  })

  test('of SCTP goes in packets with the headers of WebRTC', () => {
    const of = { granularity: 'packet', overhead: 'webrtc', congestion: 'sctp', lanes: true }
    expect(read('congestion=sctp', 'lanes=true')).toMatchObject(of)
    expect(
      read('congestion=sctp', 'lanes=true', 'granularity=packet', 'overhead=webrtc'),
    ).toMatchObject(of)
  })

  test.each([
    [['congestion=reno'], '"congestion" is one of none, sctp'],
    [['congestion=sctp', 'granularity=fluid'], 'with "congestion": "sctp" it is "packet"'],
    [['congestion=sctp', 'overhead=tcp'], 'with "congestion": "sctp" it is "webrtc"'],
    [['lanes=true'], 'lanes change nothing without "congestion": "sctp"'],
  ])('%j is refused', (settings, reason) => {
    expect(errorOf(PLAN, settings.map(set)).reason).toContain(reason)
  })
})

describe('settings', () => {
  test('reach into the file, numbers and words alike', () => {
    const settings = ['topology.peers=12', 'torrent.pieces=50', 'granularity=fluid', 'seeders=2']
    const scenario = parseScenario(PLAN, { settings: settings.map(set) })
    expect(topologyOf(scenario).peers).toHaveLength(12)
    expect(pieceCountOf(scenario)).toBe(50)
    expect(scenario).toMatchObject({ granularity: 'fluid', seeders: 2 })
  })

  test('may bring what the file left out', () => {
    const scenario = parseScenario(PLAN, { settings: [set('delays.hash=5ms')] })
    expect(scenario.delays.hashMs).toBe(5)
  })

  test('are refused like the file, but have no line', () => {
    const error = errorOf(PLAN, [set('torrent.pieces=many')])
    expect(error.line).toBe(0)
    expect(error.message).toContain('As set: "pieces" must be a number')
    expect(errorOf(PLAN, [set('name.first=x')]).reason).toContain('no "first" to set')
    expect(parseSetting('peers')).toBeUndefined()
    expect(parseSetting('.peers=1')).toBeUndefined()
  })
})

test('every built-in scenario is lawful and named like its file', () => {
  expect(SCENARIO_NAMES).toContain('thesis-46')
  for (const name of SCENARIO_NAMES) expect(builtInScenario(name)?.name).toBe(name)
  expect(builtInScenario('thesis-47')).toBeUndefined()
})
