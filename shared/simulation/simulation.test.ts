/** Plans become runs: who comes and goes when, what is counted, and when it is over. */
import { describe, expect, test } from 'vitest'
import { parseScenario } from './scenarios/scenario-file.ts'
import { Simulation } from './simulation.ts'

const plan = (more: object = {}) =>
  parseScenario(
    JSON.stringify({
      name: 'plan',
      about: 'Six peers around a router.',
      topology: { builtIn: 'star', peers: 6 },
      torrent: { pieces: 8, blocksPerPiece: 2 },
      ...more,
    }),
  )

function run(more: object = {}, seed = 1): Simulation {
  const simulation = new Simulation(plan(more), seed)
  simulation.run()
  return simulation
}

const joinedMs = (simulation: Simulation) => simulation.result.peers.map(peer => peer.joinedMs)

describe('arrivals', () => {
  test('together, at the start', () => {
    expect(joinedMs(run())).toEqual([0, 0, 0, 0, 0])
  })

  test('one after the other', () => {
    const { result } = run({ arrivals: { every: '2s' } })
    expect(result.peers.map(peer => peer.joinedMs)).toEqual([0, 2000, 4000, 6000, 8000])
    expect(result.makespanMs).toBeGreaterThan(8000)
    expect(result.meanMs).toBeLessThan(2000)
  })

  test('at random, as many a second as said', () => {
    const times = Array.from({ length: 40 }, (_, seed) =>
      joinedMs(
        run({ arrivals: { poissonPerSec: 2 }, torrent: { length: '1B', pieceLength: '1B' } }, seed),
      ),
    )
    const last = times.map(each => each.at(-1) as number)
    // Five intervals of 500 ms: the sum has a mean of 2.5 s, and of 40 such a standard error of 177 ms.
    const mean = last.reduce((sum, ms) => sum + ms, 0) / last.length
    expect(Math.abs(mean - 2500)).toBeLessThan(3 * 177)
  })
})

describe('departures', () => {
  test('a peer leaves at the stated time after it has finished', () => {
    const gone: number[] = []
    const simulation = run({
      arrivals: { every: '3s' },
      departures: [{ afterFinishing: '1s' }],
    })
    for (const { isAlive, finishedMs } of simulation.world.peers) {
      if (!isAlive) gone.push(finishedMs as number)
    }
    expect(gone).toHaveLength(4)
    expect(simulation.result.failures).toEqual([])
  })

  test('who is made to leave is not waited for, with or without a goodbye', () => {
    for (const goodbye of [true, false]) {
      const { result } = run({ departures: [{ peer: 'peer3', at: '100ms', goodbye }] })
      expect(result.peers.find(({ id }) => id === 'peer3')?.finishedMs).toBeNull()
      expect(result.failures).toEqual([])
      expect(result.makespanMs).not.toBeNull()
    }
  })
})

describe('a run', () => {
  test('stops when it is told to, and goes on as if it had not', () => {
    const whole = run()
    const halting = new Simulation(plan(), 1)
    for (let at = 0; !halting.isOver; at += 10) halting.run(at, 500)
    expect(halting.result).toEqual(whole.result)
    expect(halting.progress).toBe(1)
  })

  test('counts every useful byte once on either side', () => {
    const { result, world } = run()
    const { length } = world.torrent.info
    const given = [...result.peers, ...result.seeders].reduce(
      (sum, { uploaded }) => sum + uploaded,
      0,
    )
    for (const { downloaded } of result.peers) expect(downloaded).toBe(length)
    expect(given).toBeGreaterThanOrEqual(5 * length)
    expect(result.seeders).toEqual([{ id: 'peer1', uploaded: expect.any(Number) }])
  })

  test('ends at its limit, and says who did not finish', () => {
    const { result, isOver } = run({ limit: '300ms' })
    expect(isOver).toBe(true)
    expect(result).toMatchObject({ makespanMs: null, meanMs: null })
    expect(result.failures).toEqual([
      expect.stringMatching(/^5 did not finish by .*: peer2, peer3/),
    ])
  })

  test('that asks for nothing but an end demands nothing', () => {
    expect(run({ limit: '300ms', checks: { everyoneFinishes: false } }).result.failures).toEqual([])
  })
})
