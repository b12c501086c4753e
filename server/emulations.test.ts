/** Whom emulated networks count against, and who pays under pressure. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmulationPlan, parseOpenEmulation } from '../shared/events/emulation.ts'
import { star } from '../shared/network/built-in.ts'
import { writeTopology } from '../shared/network/topology-file.ts'
import type { Emulation } from './emulation.ts'
import { EMPTY_EMULATION_MS, Emulations, MAX_EMULATIONS } from './emulations.ts'
import { SERVER_LIMITS } from './limits.ts'

const PLAN: EmulationPlan = {
  topology: writeTopology(star({ peers: 3 })),
  granularity: 'message',
  overhead: 'tcp',
  congestion: 'none',
  dilation: 1,
}
const [HEAVY, LIGHT] = ['192.0.2.1', '198.51.100.1'] as const

let now: number
let emulations: Emulations
beforeEach(() => {
  now = 1_000
  const onError = (error: unknown) => {
    throw error
  }
  emulations = new Emulations({ limits: SERVER_LIMITS, now: () => now, onError })
})
afterEach(() => emulations.close())

test('a tab of an older version says nothing of congestion, and has none', () => {
  const { congestion: _, ...older } = PLAN
  expect(parseOpenEmulation(older)).toEqual({ ok: true, value: PLAN })
})

const open = (address: string) => emulations.open(PLAN, address)

function opened(address: string): Emulation {
  const emulation = open(address)
  if (typeof emulation === 'string') throw new Error(emulation)
  return emulation
}

function peopled(address: string): Emulation {
  const emulation = opened(address)
  emulation.enter(undefined, { rates: () => {}, started: () => {} }, now)
  return emulation
}

/** A tab at each peer, which sends to all others. */
function peopledBy(emulation: Emulation): void {
  for (let number = 1; ; number++) {
    const tell = { rates: () => {}, started: () => {} }
    const { placement } = emulation.enter(undefined, tell, now)
    if (!placement) break
    const flows = ['p', 'q', 'a', 'constructor'].map(to => ({ to, since: 1 }))
    emulation.declare(placement, { number, flows }, now)
  }
  while (emulation.hasWork) emulation.work(1_000)
  emulation.close()
}

const isThere = ({ id }: Emulation) => emulations.get(id) !== undefined

test('who has all of them, with tabs in each, makes room for whoever comes, until they have as many', () => {
  const heavy = Array.from({ length: MAX_EMULATIONS }, () => peopled(HEAVY))
  expect(open(HEAVY)).toMatch(/as many emulations as it takes/)
  const light = Array.from({ length: MAX_EMULATIONS / 2 }, () => peopled(LIGHT))
  expect(light.every(isThere)).toBe(true)
  expect(heavy.filter(isThere)).toHaveLength(MAX_EMULATIONS / 2)
  expect(open(LIGHT)).toMatch(/as many emulations as it takes/)
  expect(open(HEAVY)).toMatch(/as many emulations as it takes/)
})

test('an emulation that was just opened is not taken from who has few by who has many', () => {
  const mine = opened(LIGHT)
  for (let i = 1; i < MAX_EMULATIONS; i++) peopled(HEAVY)
  expect(open(HEAVY)).toMatch(/as many emulations as it takes/)
  expect(isThere(mine)).toBe(true)
})

test('the empty one that was left longest ago goes first', () => {
  const first = opened(HEAVY)
  now += 1
  const second = opened(HEAVY)
  for (let i = 2; i < MAX_EMULATIONS; i++) peopled(HEAVY)
  opened(LIGHT)
  expect([first, second].map(isThere)).toEqual([false, true])
  expect(emulations.get(first.id)).toBeUndefined()
})

test('an emulation that nobody was in for long is forgotten, another is not', () => {
  const [empty, inUse] = [opened(LIGHT), peopled(LIGHT)]
  now += EMPTY_EMULATION_MS
  emulations.tick()
  expect([empty, inUse].map(isThere)).toEqual([true, true])
  now += 1
  emulations.tick()
  expect([empty, inUse].map(isThere)).toEqual([false, true])
})

test('a tab of an emulation that was ended gets no echo any more, so that it says so', () => {
  const emulation = opened(HEAVY)
  const { placement } = emulation.enter(undefined, { rates: () => {}, started: () => {} }, now)
  if (!placement) throw new Error('not placed')
  expect(emulation.beat(placement, 0, now)).toBe(true)
  emulation.close()
  expect(emulation.beat(placement, 0, now)).toBe(false)
  emulation.vanish(placement)
  expect([emulation.hasWork, emulation.work(1_000)]).toEqual([false, 0])
})

test('openings count against the address, on however many connections, and grow back', () => {
  const { burst, perSecond } = SERVER_LIMITS.emulationOpenings
  for (let i = 0; i < burst; i++) expect(emulations.mayOpen(HEAVY)).toBe(true)
  expect([emulations.mayOpen(HEAVY), emulations.mayOpen(LIGHT)]).toEqual([false, true])
  now += 1_000 / perSecond
  expect([emulations.mayOpen(HEAVY), emulations.mayOpen(HEAVY)]).toEqual([true, false])
  // Forgotten when it has grown back long since, not before.
  now += 60_000
  emulations.tick()
  for (let i = 0; i < burst; i++) emulations.mayOpen(HEAVY)
  expect(emulations.mayOpen(HEAVY)).toBe(false)
})

test('whatever stands in a topology, it is used or refused in a sentence', () => {
  const words = ['a', 'b', 'p', 't', 'constructor', '__proto__', '', ' ', 'x'.repeat(65), '1bps']
  const amounts = [
    '1Gbps',
    '1000Gbps',
    '1001Gbps',
    '0bps',
    '-1bps',
    '1e400bps',
    '0ms',
    '1d',
    '9999h',
    '%',
  ]
  const word = fc.constantFrom(...words)
  const value = fc.oneof(
    word,
    fc.constantFrom(...amounts),
    fc.constantFrom(null, 1e308, -0, [], {}),
  )
  const link = fc.record(
    { from: word, to: word, rate: value, delay: value, queue: value, loss: value, access: value },
    { requiredKeys: ['from', 'to'] },
  )
  const sound = (from: string, to: string) => ({ from, to, rate: '1Mbps', delay: '1ms' })
  const topology = fc.record({
    name: fc.constant('odd'),
    routers: fc.constantFrom(
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['b', 'a'],
      ['a', 'constructor'],
      ['a', 'a'],
      [],
      'a',
    ),
    tracker: fc.oneof({ arbitrary: fc.constant('t'), weight: 4 }, { arbitrary: word, weight: 1 }),
    peers: fc.constantFrom(['p'], ['p', 'q'], ['q', 'p'], ['p', 'p'], [], null),
    // A sound network, of which some may be missing, and some be added.
    links: fc
      .tuple(
        fc.subarray([sound('a', 'b'), sound('p', 'a'), sound('q', 'b'), sound('t', 'b')], {
          minLength: 3,
        }),
        fc.oneof(fc.constant([]), fc.array(link, { maxLength: 2 })),
      )
      .map(([kept, odd]) => [...kept, ...odd]),
  })
  let used = 0
  fc.assert(
    fc.property(
      fc.oneof(
        { arbitrary: topology.map(each => JSON.stringify(each)), weight: 9 },
        { arbitrary: fc.string(), weight: 1 },
      ),
      text => {
        const outcome = emulations.open({ ...PLAN, topology: text }, LIGHT)
        if (typeof outcome === 'string') expect(outcome).toMatch(/^[A-Z].{10,}/)
        else {
          used++
          peopledBy(outcome)
        }
      },
    ),
    { numRuns: 2_000 },
  )
  // Not all are so odd that nothing is learned of what comes after.
  expect(used).toBeGreaterThan(10)
})

test('tabs that come and go faster than their leases end are kept waiting', () => {
  const emulation = opened(HEAVY)
  let last = {}
  for (let i = 0; i < 300; i++) {
    const { entered, placement } = emulation.enter(
      undefined,
      { rates: () => {}, started: () => {} },
      now,
    )
    last = entered
    if (placement) emulation.vanish(placement)
  }
  expect(last).toEqual({ failure: expect.stringContaining('Try again in two seconds') })
  now += 2_000
  emulation.tick(now)
  expect(emulation.enter(undefined, { rates: () => {}, started: () => {} }, now)).toHaveProperty(
    'placement',
  )
})
