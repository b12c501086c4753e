/** A recording's size is limited, however long the run, and it covers the whole run. */
import { expect, test } from 'vitest'
import type { PeerId } from '../../../shared/base/ids.ts'
import { Routes } from '../../../shared/network/route.ts'
import { builtInScenario } from '../../../shared/simulation/scenarios/built-in.ts'
import { type Scenario, topologyOf } from '../../../shared/simulation/scenarios/scenario.ts'
import { Recording } from '../recording/recording.ts'
import { RowIndex } from '../recording/table.ts'
import { Recorder } from './recorder.ts'

const scenario = builtInScenario('thesis-20') as Scenario
const MAX_FLIGHTS = 10_000
const BLOCKS = 3 * MAX_FLIGHTS
/** One a millisecond, from one to the other and back. */
const [ONE, OTHER] = ['1'.repeat(40), '2'.repeat(40)] as [PeerId, PeerId]

test('more blocks than there is room for: fewer are drawn, all along the run, and all are counted', () => {
  const topology = topologyOf(scenario)
  const routes = new Routes(topology)
  const parts = {
    scenario,
    topology,
    routes,
    spanMs: 10,
    countsLanes: false,
    maxFlights: MAX_FLIGHTS,
  }
  const recorder = new Recorder(parts)
  const recording = new Recording(25)
  recorder.join(0, { id: ONE, name: 'client1' })
  recorder.join(0, { id: OTHER, name: 'client2' })
  const received = new RowIndex(recording.flights, 'to', 1)
  for (let i = 0; i < BLOCKS; i++) {
    while (recorder.span.endMs <= i) recorder.nextSpan()
    const [from, to] = i % 3 === 0 ? [OTHER, ONE] : [ONE, OTHER]
    recorder.arrived(i, { from, to, piece: 0, begin: 0, bytes: 16_384, startMs: i - 1 })
    // Chunks of all lengths, so that some are thinned before they are taken and some after.
    if (i % 1_903 === 0) {
      recording.append(recorder.take(i))
      received.places
    }
  }
  recording.append(recorder.take(BLOCKS))

  expect(recording.flights.length).toBeLessThanOrEqual(MAX_FLIGHTS)
  expect(recording.flightStride).toBe(4)
  const times = recording.flights.column('arriveMs').subarray(0, recording.flights.length)
  expect(times).toEqual(Float64Array.from(times, (_, i) => 4 * i))
  const [first] = received.places
  expect(recording.flights.column('to')[first as number]).toBe(1)
  const counted = recording.samples.down.reduce((sum, bytes) => sum + bytes, 0)
  expect(counted).toBe(16_384 * BLOCKS)
})
