/** A topology in use by one run: its lanes, and flows over them. Random numbers come from one seed. */
import { assert } from '../base/assert.ts'
import { seededStream } from '../base/random.ts'
import { Lane, LaneTable } from './lane.ts'
import type { Overhead } from './overhead.ts'
import { Flow, type Stepwise } from './path.ts'
import { Routes } from './route.ts'
import type { Topology } from './topology.ts'

export class Network {
  readonly topology: Topology
  readonly routes: Routes
  readonly lanes: readonly Lane[]
  /** The numbers of all lanes, for large simulations. */
  readonly table: LaneTable

  constructor(topology: Topology, seed: number) {
    this.topology = topology
    this.routes = new Routes(topology)
    this.table = new LaneTable(this.routes.lanes.length)
    // Each lane has a random stream by its name, so that lanes and the order of the file do not matter.
    this.lanes = this.routes.lanes.map(
      ({ name, direction }, number) =>
        new Lane(name, direction, seededStream(seed, name), this.table, number),
    )
  }

  /** The reliable channel from one node to another. */
  flow<Message = void>(
    from: string,
    to: string,
    overhead: Overhead,
    granularity: Stepwise,
  ): Flow<Message> {
    return new Flow(this.lanesBetween(from, to), this.delayMs(to, from), overhead, granularity)
  }

  lanesBetween(from: string, to: string): Lane[] {
    return this.routes.lanesBetween(from, to).map(number => this.lane(number))
  }

  /** One way, without queues and transmission. */
  delayMs(from: string, to: string): number {
    return this.lanesBetween(from, to).reduce((sum, { way }) => sum + way.delayMs, 0)
  }

  lane(number: number): Lane {
    const lane = this.lanes[number]
    assert(lane, `there is no lane ${number}`)
    return lane
  }
}
