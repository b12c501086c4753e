/** From a scenario to the JSON that tools read and the table that people read. */
import { describe, expect, test } from 'vitest'
import { builtInScenario } from '../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import { type Run, Simulation } from '../../shared/simulation/simulation.ts'
import { runAll, type TimedRun } from './pool.ts'
import { table } from './report.ts'
import { summarise } from './result.ts'

const ONE_FLOW = builtInScenario('one-flow') as Scenario
const NO_LOG = { log: undefined, trace: undefined }

test('seeds run in threads come in their order, each as it is anywhere else', async () => {
  const progress = new Set<number>()
  const jobs = [1, 2, 3].map(seed => ({ scenario: ONE_FLOW, seed, ...NO_LOG }))
  const timed = await runAll(jobs, {
    workers: 2,
    signal: new AbortController().signal,
    onProgress: ({ seed }, done) => done === 1 && progress.add(seed),
  })
  expect(progress).toEqual(new Set([1, 2, 3]))
  for (const [index, { run }] of timed.entries()) {
    const here = new Simulation(ONE_FLOW, index + 1)
    here.run()
    expect(run).toEqual(here.result)
  }
})

test('what is told to stop ends at once, and a broken run is named', async () => {
  const job = { scenario: ONE_FLOW, seed: 5, ...NO_LOG }
  const options = { workers: 1, signal: AbortSignal.abort(), onProgress: () => {} }
  await expect(runAll([job], options)).rejects.toThrow('aborted')
  const unwritable = { ...job, log: '/no-such-folder/log' }
  await expect(
    runAll([unwritable], { ...options, signal: new AbortController().signal }),
  ).rejects.toThrow(/one-flow, seed 5: .* cannot be written/)
})

describe('the summary', () => {
  const boundMs = 5461.333333333333
  const run = (seed: number, makespanMs: number | null): TimedRun => ({
    elapsedMs: 10,
    run: {
      seed,
      makespanMs,
      meanMs: makespanMs,
      events: 1000,
      fingerprint: '0123456789abcdef',
      peers: [],
      seeders: [],
      failures: [],
    } satisfies Run,
  })

  test('has means, their confidence, the ratio to the bound, and the speed', () => {
    const { result, failures } = summarise(ONE_FLOW, [run(1, 6000), run(2, 7000)])
    expect(failures).toEqual([])
    expect(result).toMatchObject({
      scenario: 'one-flow',
      makespan: { mean: 6500 },
      eventsPerSecond: 100_000,
    })
    expect(result.bound.makespanMs).toBeCloseTo(boundMs, 6)
    expect(result.makespan?.ci95).toBeCloseTo(12.706 * 500, 6)
    expect(result.ratioToBound?.mean).toBeCloseTo(6500 / boundMs, 12)
    expect(table(ONE_FLOW, result)).toContain('Makespan 6.500 ± 6.353 s (95 %)')
  })

  test('has no mean where a run never ended', () => {
    const { result } = summarise(ONE_FLOW, [run(1, 6000), run(2, null)])
    expect(result).toMatchObject({ makespan: null, ratioToBound: null })
    expect(table(ONE_FLOW, result)).toContain('Not everyone finished.')
  })

  test('fails what was too fast to be true, and what was too slow for the scenario', () => {
    const strict = { ...ONE_FLOW, checks: { everyoneFinishes: true, ratioToBoundAtMost: 1.1 } }
    const { failures } = summarise(strict, [run(1, 5000), run(2, 6000), run(3, 9000)])
    expect(failures).toEqual([
      expect.stringMatching(/^Seed 1: .*faster than anything can be/),
      expect.stringMatching(/^Seed 3: It took 1.648 times the bound; at most 1.1/),
    ])
  })
})
