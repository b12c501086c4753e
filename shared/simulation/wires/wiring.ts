/** How messages move over the network in virtual time: hop by hop, whole or in packets, or as a fluid. */
import type { Network } from '../../network/network.ts'
import type { Overhead } from '../../network/overhead.ts'
import type { Granularity } from '../scenarios/scenario.ts'
import type { Timeline } from '../timeline.ts'
import { ClearRoads } from './clear-wire.ts'
import { FluidWiring } from './fluid-wire.ts'
import { StepwiseWire } from './stepwise-wire.ts'
import type { Wiring } from './wire.ts'

export function wiring(
  network: Network,
  timeline: Timeline,
  overhead: Overhead,
  granularity: Granularity,
): Wiring {
  if (granularity === 'fluid') return new FluidWiring(network, timeline, overhead)
  const roads = new ClearRoads(network.table, timeline, overhead)
  return {
    wire(from, to, ends) {
      const lanes = network.lanesBetween(from, to)
      const isClear = granularity === 'message' && lanes.every(lane => lane.isClear)
      return isClear
        ? roads.wire(lanes, ends)
        : new StepwiseWire(network.flow(from, to, overhead, granularity), timeline, ends)
    },
  }
}
