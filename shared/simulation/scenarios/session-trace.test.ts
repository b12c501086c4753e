import { expect, test } from 'vitest'
import { Simulation } from '../simulation.ts'
import { parseScenario } from './scenario-file.ts'
import { parseSessions } from './session-trace.ts'

test('columns in any order, with other separators, with what is not known left out', () => {
  expect(parseSessions('peer,joins,leaves\npeer2,0,812.5\npeer3,4.25,\n')).toEqual([
    { peer: 'peer2', joinsMs: 0, leavesMs: 812_500 },
    { peer: 'peer3', joinsMs: 4_250, leavesMs: undefined },
  ])
  expect(parseSessions('# measured\r\nleaves;joins\r\n9;1\r\n')).toEqual([
    { peer: undefined, joinsMs: 1_000, leavesMs: 9_000 },
  ])
})

test.each([
  ['', /the trace is empty/],
  ['peer,arrives\na,1', /line 1: the columns are peer, joins, leaves, and "arrives" is none/],
  ['peer\na', /line 1: there is no column "joins"/],
  ['joins\n1\nsoon', /line 3: "joins" is a number of seconds up to a week, not "soon"/],
  ['joins,leaves\n5,5', /line 2: it leaves at 5 s, before it has joined/],
  ['joins\n1,2', /line 2 has 2 values for 1 columns/],
  ['joins\n-1', /line 2: "joins" is a number/],
])('%j is refused with its line', (text, sentence) => {
  expect(() => parseSessions(text)).toThrow(sentence)
})

const scenarioWith = (arrivals: unknown, trace = '') =>
  parseScenario(
    JSON.stringify({
      name: 'sessions',
      about: 'A test.',
      topology: { builtIn: 'star', peers: 4, access: 'fibre' },
      torrent: { pieces: 8, blocksPerPiece: 2 },
      arrivals,
    }),
    { readFile: () => trace },
  )

test('a swarm is run by them: who is named, and who comes and goes when', () => {
  const scenario = scenarioWith(
    { trace: 'measured.csv' },
    'peer,joins,leaves\npeer3,2,\npeer4,1,\npeer2,0.5,0.6\n',
  )
  expect(scenario.arrivals).toEqual({ kind: 'at', atMs: [500, 2_000, 1_000] })
  expect(scenario.departures).toEqual([{ kind: 'at', peer: 'peer2', atMs: 600, goodbye: true }])
  const simulation = new Simulation(scenario, 1)
  simulation.run()
  const { peers, failures } = simulation.result
  expect(failures).toEqual([])
  expect(peers.map(({ id, joinedMs }) => [id, joinedMs])).toEqual([
    ['peer2', 500],
    ['peer4', 1_000],
    ['peer3', 2_000],
  ])
})

test('times may stand in the scenario itself', () => {
  expect(scenarioWith({ at: ['0s', '1500ms', '3s'] }).arrivals).toEqual({
    kind: 'at',
    atMs: [0, 1_500, 3_000],
  })
})

test.each([
  [{ trace: 'x' }, 'joins\n1\n2', /2 sessions for 3 leechers/],
  [{ trace: 'x' }, 'peer,joins\npeer2,1\npeer2,2\npeer3,1', /"peer2" has two sessions/],
  [{ trace: 'x' }, 'peer,joins\npeer1,1\npeer2,2\npeer3,1', /"peer1" is no leecher/],
  [{ trace: 'x' }, 'joins\n1\nnow\n2', /line 3: "joins"/],
  [{ at: ['1s'] }, '', /1 sessions for 3 leechers/],
])('%j with %j is refused with a sentence', (arrivals, trace, sentence) => {
  expect(() => scenarioWith(arrivals, trace)).toThrow(sentence)
})
