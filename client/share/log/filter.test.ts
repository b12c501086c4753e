import { expect, test } from 'vitest'
import type { LoggedEvent, PeerId } from '../../host/api.ts'
import { kindOf, type LogFilter, matching, remotesIn } from './filter.ts'

const ann = 'a'.repeat(40) as PeerId
const bob = 'b'.repeat(40) as PeerId
const EVENTS: LoggedEvent['event'][] = [
  { event: 'joined' },
  { event: 'linked', remote: bob },
  { event: 'unchoked', remote: bob, by: 'remote' },
  { event: 'requested', remote: bob, piece: 0, begin: 0, pick: 'random' },
  { event: 'linked', remote: ann },
  { event: 'have', remote: ann, by: 'me', piece: 0 },
]
const LOG = EVENTS.map((event, order) => ({ atMs: 0, order, event }))
const ALL: LogFilter = { remote: undefined, kind: undefined }

const seen = (filter: Partial<LogFilter>): string =>
  matching(LOG, { ...ALL, ...filter })
    .map(({ order }) => order)
    .join('')

test.each<[string, Partial<LogFilter>, string]>([
  ['all', {}, '012345'],
  ['one remote', { remote: bob }, '123'],
  ['one kind', { kind: 'links' }, '14'],
  ['both', { remote: ann, kind: 'pieces' }, '5'],
  ['what fits no other kind', { kind: 'swarm' }, '0'],
])('%s', (_what, filter, orders) => {
  expect(seen(filter)).toBe(orders)
})

test('remotes are offered in the order they came', () => {
  expect(remotesIn(LOG)).toEqual([bob, ann])
})

test('every event has a kind, one that nobody here knows too', () => {
  const strange = { event: 'somethingNew' } as never as LoggedEvent['event']
  expect(kindOf({ atMs: 0, order: 0, event: strange })).toBe('swarm')
})
