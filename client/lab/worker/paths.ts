/** The routes of blocks, each described once: its nodes, and when it reaches them. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { LaneSpec, Routes } from '../../../shared/network/route.ts'
import type { Granularity } from '../../../shared/simulation/scenarios/scenario.ts'
import type { Path } from '../recording/chunk.ts'

export class Paths {
  readonly #routes: Routes
  readonly #granularity: Granularity
  readonly #nodes: ReadonlyMap<string, number>
  readonly #blockBytes: number
  readonly #known = new Map<string, number>()
  readonly #lanes: (readonly number[])[] = []
  readonly #blockMs: Millis[] = []
  #new: Path[] = []

  constructor(
    routes: Routes,
    granularity: Granularity,
    nodes: ReadonlyMap<string, number>,
    blockBytes: number,
  ) {
    this.#blockBytes = blockBytes
    this.#routes = routes
    this.#granularity = granularity
    this.#nodes = nodes
  }

  between(from: string, to: string): number {
    const key = `${from} ${to}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const path = this.#lanes.length
    this.#known.set(key, path)
    const lanes = this.#routes.lanesBetween(from, to)
    this.#lanes.push(lanes)
    this.#blockMs.push(this.#msForBlock(lanes))
    const nodes = this.#routes.nodesBetween(from, to).map(name => this.#nodes.get(name) as number)
    this.#new.push({ nodes, reached: this.#reached(lanes) })
    return path
  }

  lanesOf(path: number): readonly number[] {
    return this.#lanes[path] as readonly number[]
  }

  /** On an idle route. */
  blockMs(path: number): Millis {
    return this.#blockMs[path] as Millis
  }

  takeNew(): readonly Path[] {
    const taken = this.#new
    this.#new = []
    return taken
  }

  /** Whole messages are stored and forwarded on each lane; a flow is as fast as the narrowest lane. */
  #msForBlock(lanes: readonly number[]): Millis {
    const directions = lanes.map(lane => (this.#routes.lanes[lane] as LaneSpec).direction)
    const delayMs = directions.reduce((sum, { delayMs }) => sum + delayMs, 0)
    const sending = directions.map(
      ({ rateBitsPerSec }) => (this.#blockBytes * 8000) / rateBitsPerSec,
    )
    return this.#granularity === 'message'
      ? sending.reduce((sum, ms) => sum + ms, delayMs)
      : delayMs + Math.max(...sending)
  }

  /** A fluid fills all lanes at once; stored and forwarded messages spend most time on slow lanes. */
  #reached(lanes: readonly number[]): number[] {
    const times = lanes.map(lane => {
      const { direction } = this.#routes.lanes[lane] as LaneSpec
      const transmissionMs = (this.#blockBytes * 8000) / direction.rateBitsPerSec
      return this.#granularity === 'fluid' ? 1 : direction.delayMs + transmissionMs
    })
    const total = times.reduce((sum, time) => sum + time, 0)
    const reached = [0]
    for (const time of times) reached.push((reached.at(-1) as number) + time / total)
    return reached
  }
}
