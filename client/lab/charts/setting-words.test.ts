import { expect, test } from 'vitest'
import { scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import { changed, type Document, type Draft } from '../setup/draft.ts'
import { differences, documentDifferences } from './setting-words.ts'

const scenario = (name: string): Document => JSON.parse(scenarioText(name) as string) as Document

const thesis = scenario('thesis-46')

const after = (path: string, value: string | number | boolean, from = thesis): string[] =>
  documentDifferences(from, changed(from, path, value))

test.each([
  ['torrent.pieces', 100, 'pieces: 100 instead of 25'],
  ['torrent.pieces', 1, 'pieces: 1 instead of 25'],
  ['exchange.picking', 'rarest-first', 'choice of pieces: rarest-first instead of random-first'],
  ['exchange.kind', 'gossip', 'exchange: gossip instead of BitTorrent'],
  ['exchange.superSeeding', true, 'super-seeding: yes instead of no'],
  ['topology.accessRate', '2Mbps', 'rate of the lines: 2Mbps instead of 6Mbps'],
  ['topology.builtIn', 'thesis-20', 'network: thesis-20 instead of thesis-46'],
  ['seeders', 4, 'seeders: 4 instead of 1'],
  ['freeRiders', 0.2, 'free riders: 20 % instead of 0 %'],
  ['delays.hash', '5ms', 'time to hash a piece: 5ms instead of 0ms'],
  ['overhead', 'webrtc', 'headers: WebRTC instead of TCP/IP'],
  ['maxLinks', 10, 'most links of a peer: 10 instead of the default'],
])('%s=%s is said as “%s”', (path, value, words) => {
  expect(after(path, value)).toEqual([words])
})

test('a setting that nobody has words for is named as in the file, and what is not set is no setting', () => {
  expect(after('checks.ratioToBoundAtMost', 2)).toEqual([
    '“checks”: {"ratioToBoundAtMost":2} instead of the default',
  ])
  expect(documentDifferences(thesis, { ...thesis, name: 'mine', seeders: 1 })).toEqual([])
})

test('another kind brings settings of its own, and is not compared setting by setting', () => {
  const said = documentDifferences(thesis, scenario('report'))
  expect(said).toContain('exchange: gossip instead of BitTorrent')
  expect(said).toContain('network: star instead of thesis-46')
  expect(said).toContain('peers: 6')
  expect(said).toContain('pieces: 9 instead of 25')
  expect(said.filter(words => words.includes('undefined') || words.includes('null'))).toEqual([])
})

test('seeds, repetitions and real tabs are differences, and there is an end to the list', () => {
  const draft: Draft = { base: 'thesis-46', document: thesis, seed: 1, repetitions: 3 }
  const first = { draft, isInTabs: false }
  expect(differences(first, first)).toEqual([])
  expect(
    differences(first, { draft: { ...draft, seed: 4, repetitions: 1 }, isInTabs: true }),
  ).toEqual([
    'seed: 4 instead of 1',
    'runs: 1 instead of 3',
    'run in: real tabs instead of virtual time',
  ])
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`made${i}`, i]))
  const said = differences(first, {
    draft: { ...draft, document: { ...thesis, ...many } },
    isInTabs: false,
  })
  expect(said.at(-1)).toBe('and 22 other settings')
})
