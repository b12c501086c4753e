import { expect, test } from 'vitest'
import { scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import { changed, type Document, type Draft } from '../setup/draft.ts'
import { differences, documentDifferences } from './setting-words.ts'

const scenario = (name: string): Document => JSON.parse(scenarioText(name) as string) as Document

const thesis = scenario('thesis-46')

const after = (path: string, value: string | number | boolean, from = thesis): string[] =>
  documentDifferences(from, changed(from, path, value))

test.each([
  ['torrent.pieces', 100, '100 pieces instead of 25'],
  ['torrent.pieces', 1, '1 piece instead of 25'],
  ['exchange.picking', 'rarest-first', 'rarest first instead of random first'],
  ['exchange.kind', 'gossip', 'gossip instead of BitTorrent'],
  ['exchange.superSeeding', true, 'super-seeding instead of no super-seeding'],
  ['topology.accessRate', '2Mbps', 'lines of 2Mbps instead of 6Mbps'],
  ['topology.builtIn', 'thesis-20', 'network thesis-20 instead of thesis-46'],
  ['seeders', 4, '4 seeders instead of 1'],
  ['freeRiders', 0.2, '20 % free riders instead of 0 %'],
  ['delays.hash', '5ms', '5ms to hash a piece instead of 0ms'],
  ['overhead', 'webrtc', 'headers of WebRTC instead of TCP/IP'],
  ['maxLinks', 10, '10 links at most instead of the default'],
])('%s=%s is said as “%s, %s”', (path, value, words) => {
  expect(after(path, value)).toEqual([words])
})

test('a setting that nobody has words for is named as in the file, and what is not set is no setting', () => {
  expect(after('checks.ratioToBoundAtMost', 2)).toEqual([
    'checks {"ratioToBoundAtMost":2} instead of no “checks”',
  ])
  expect(documentDifferences(thesis, { ...thesis, name: 'mine', seeders: 1 })).toEqual([])
})

test('another kind brings settings of its own, and is not compared setting by setting', () => {
  const said = documentDifferences(thesis, scenario('report'))
  expect(said).toContain('gossip instead of BitTorrent')
  expect(said).toContain('network star instead of thesis-46')
  expect(said).toContain('6 peers')
  expect(said).toContain('9 pieces instead of 25')
  expect(said.filter(words => words.includes('undefined') || words.includes('null'))).toEqual([])
})

test('seeds, repetitions and real tabs are differences, and there is an end to the list', () => {
  const draft: Draft = { base: 'thesis-46', document: thesis, seed: 1, repetitions: 3 }
  const first = { draft, isInTabs: false }
  expect(differences(first, first)).toEqual([])
  expect(
    differences(first, { draft: { ...draft, seed: 4, repetitions: 1 }, isInTabs: true }),
  ).toEqual(['seed 4 instead of 1', '1 run instead of 3', 'in real tabs instead of virtual time'])
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`made${i}`, i]))
  const said = differences(first, {
    draft: { ...draft, document: { ...thesis, ...many } },
    isInTabs: false,
  })
  expect(said.at(-1)).toBe('and 22 other settings')
})
