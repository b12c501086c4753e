import { unreachable } from '../../base/assert.ts'
import type { Lane } from '../../network/lane.ts'
import type { Direction, Topology } from '../../network/topology.ts'
import { CONSENT_MS } from '../signalling.ts'
import type { Cut, Repeat } from '../ways.ts'
import type { World } from '../world.ts'
import type { Fault, LinkFault } from './fault.ts'
import { type Scene, type Trouble, trouble } from './trouble.ts'

export function linkTrouble(fault: LinkFault, scene: Scene): Trouble {
  switch (fault.kind) {
    case 'breakLink':
      return trouble(fire => ({
        begin() {
          const peer = scene.living(fault.peer)
          if (!peer?.ends.size) return
          fire()
          scene.world.breakLink(peer)
        },
      }))
    case 'loss':
      return new LossyLine(scene, fault.peer, fault.share)
    case 'duplicate':
      return doubles(scene, fault.peer, fault.share)
    case 'clog':
      return new Blockade(scene, (from, to) => from === fault.peer || to === fault.peer)
    case 'oneWay':
      return new Blockade(scene, (from, to) =>
        fault.blocked === 'up' ? from === fault.peer : to === fault.peer,
      )
    case 'partition': {
      const side = new Set(fault.peers)
      return new Partition(scene, (from, to) =>
        fault.oneWay ? side.has(from) && !side.has(to) : side.has(from) !== side.has(to),
      )
    }
    default:
      return unreachable(fault)
  }
}

/** Lines that are to lose packets are made such as may, from the start: with a loss of nothing. */
export function mayLose(topology: Topology, faults: readonly Fault[]): Topology {
  const losers = new Set(faults.flatMap(fault => (fault.kind === 'loss' ? [fault.peer] : [])))
  const lossy = (way: Direction): Direction => ({ ...way, loss: way.loss ?? { share: 0 } })
  return {
    ...topology,
    links: topology.links.map(link =>
      losers.has(link.from) || losers.has(link.to)
        ? { ...link, forth: lossy(link.forth), back: lossy(link.back) }
        : link,
    ),
  }
}

class LossyLine implements Trouble {
  readonly #lanes: readonly { readonly lane: Lane; readonly before: Direction }[]
  readonly #share: number

  constructor({ world }: Scene, peer: string, share: number) {
    // 'peer>router', or 'peer=router' where both ways are one.
    const own = world.network.lanes.filter(({ name }) => name.split(/[>=]/).includes(peer))
    this.#lanes = own.map(lane => ({ lane, before: lane.way }))
    this.#share = share
  }

  begin(): void {
    for (const { lane, before } of this.#lanes)
      lane.change({ ...before, loss: { share: this.#share } })
  }

  end(): void {
    for (const { lane, before } of this.#lanes) lane.change(before)
  }

  get hasFired(): boolean {
    return this.#lanes.some(({ lane }) => lane.lostBytes > 0)
  }
}

/** Packets that come twice, of which a channel drops the second, and messages of the server that do. */
const doubles = ({ world, random }: Scene, peer: string, share: number): Trouble =>
  trouble(fire => {
    const repeat: Repeat = (...names) => {
      const again = names.includes(peer) && random() < share
      if (again) fire()
      return again
    }
    const repeated = [world.routes.repeats, world.ways.repeats]
    return {
      begin() {
        for (const repeats of repeated) repeats.add(repeat)
      },
      end() {
        for (const repeats of repeated) repeats.delete(repeat)
      },
    }
  })

type Blocks = (from: string, to: string) => boolean

/** Blocks ways between peers; connections over them end by their timeouts. */
class Blockade implements Trouble {
  readonly #world: World
  readonly blocks: Blocks
  #cut: Cut | undefined
  hasFired = false

  constructor({ world }: Scene, blocks: Blocks) {
    this.#world = world
    this.blocks = blocks
  }

  begin(): void {
    this.cut(this.blocks)
  }

  end(): void {
    if (this.#cut) this.#world.ways.heal(this.#cut)
    this.#cut = undefined
  }

  /** Replaces the blocked ways. */
  cut(blocks: Blocks): void {
    const { timeline, ways } = this.#world
    const held = () => {
      this.hasFired = true
    }
    const before = this.#cut
    const cut: Cut = { blocks, held }
    this.#cut = cut
    ways.cut(cut)
    if (before) ways.heal(before)
    timeline.call(timeline.now + CONSENT_MS, () => {
      if (this.#cut === cut) this.#breakSilent(cut)
    })
  }

  #breakSilent({ blocks }: Cut): void {
    for (const { name, ends } of this.#world.peers) {
      for (const end of [...ends.values()]) {
        const other = end.other.owner.name
        if (blocks(name, other) || blocks(other, name)) this.#world.cut(end)
      }
    }
  }
}

class Partition extends Blockade {
  spare(core: ReadonlySet<string>): void {
    this.cut((from, to) => this.blocks(from, to) && !(core.has(from) && core.has(to)))
  }
}
