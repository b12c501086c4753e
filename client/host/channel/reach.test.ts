import { expect, test } from 'vitest'
import { routeOf } from './reach.ts'

const pcWith = (...stats: { id: string; [field: string]: unknown }[]) =>
  ({ getStats: async () => new Map(stats.map(stat => [stat.id, stat])) }) as never

const reachOf = async (pc: never) => (await routeOf(pc)).reach

const ends = (local: string, remote: string) => [
  { id: 'L', type: 'local-candidate', candidateType: local },
  { id: 'R', type: 'remote-candidate', candidateType: remote },
]
const pair = { type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' }
const chosen = [
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
  { id: 'P', ...pair },
]

test.each([
  ['host', 'host', 'same-network'],
  ['srflx', 'srflx', 'direct'],
  ['host', 'prflx', 'same-network'],
  ['prflx', 'host', 'direct'],
  ['relay', 'srflx', 'relayed'],
  ['host', 'relay', 'relayed'],
])('%s to %s is %s', async (local, remote, reach) => {
  expect(await reachOf(pcWith(...ends(local, remote), ...chosen))).toBe(reach)
})

test('a remote of no known address is on the same network if the addresses outside are the same', async () => {
  const seen = (type: string, address: string) => ({
    id: `${type} ${address}`,
    type,
    candidateType: 'srflx',
    address,
  })
  const pcOf = (theirs?: string) =>
    pcWith(
      ...ends('host', 'prflx'),
      ...chosen,
      seen('local-candidate', '192.0.2.1'),
      ...(theirs ? [seen('remote-candidate', theirs)] : []),
    )
  expect(await reachOf(pcOf())).toBeUndefined()
  expect(await reachOf(pcOf('192.0.2.1'))).toBe('same-network')
  expect(await reachOf(pcOf('192.0.2.2'))).toBe('direct')
})

test('Firefox marks the pair itself; others that were tried do not count', async () => {
  const tried = { ...pair, localCandidateId: 'X', state: 'failed', nominated: false }
  const marked = { ...pair, selected: true, nominated: true, state: 'succeeded' }
  const stats = [...ends('host', 'relay'), { id: 'Q', ...tried }, { id: 'P', ...marked }]
  expect(await reachOf(pcWith({ id: 'X', candidateType: 'host' }, ...stats))).toBe('relayed')
})

test('it is unknown while ICE has selected nothing', async () => {
  expect(await reachOf(pcWith(...ends('host', 'host'), { id: 'P', ...pair }))).toBeUndefined()
})

test('the round trips are those of the selected pair', async () => {
  const [transport, selected] = chosen
  const measured = {
    ...selected,
    id: 'P',
    currentRoundTripTime: 0.104,
    totalRoundTripTime: 0.25,
    responsesReceived: 2,
  }
  const { roundTrips } = await routeOf(
    pcWith(...ends('host', 'host'), transport as never, measured),
  )
  expect(roundTrips).toEqual({ pair: 'P', lastMs: 104, totalMs: 250, responses: 2 })
})
