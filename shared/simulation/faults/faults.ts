/** Runs a scenario's faults: each begins and ends at its time; then, if it says so, a core is healed. */
import { unreachable } from '../../base/assert.ts'
import type { Millis } from '../../base/ids.ts'
import { seededStream } from '../../base/random.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { DiskTrouble, SimulatedStorage } from '../storage.ts'
import type { World } from '../world.ts'
import { type Fault, type FaultKind, isLie, type Lie } from './fault.ts'
import { tamperOf, together } from './lies.ts'
import { linkTrouble } from './link-faults.ts'
import { peerTrouble } from './peer-faults.ts'
import { serverTrouble } from './server-faults.ts'
import type { Scene, Trouble } from './trouble.ts'

export interface FaultsParts {
  readonly world: World
  readonly seed: number
  living(name: string): SimulatedPeer | undefined
  comeBack(name: string, storage: SimulatedStorage | undefined): void
}

interface AtWork {
  readonly fault: Exclude<Fault, Lie>
  readonly trouble: Trouble
  state: 'to come' | 'on' | 'over'
}

export class Faults {
  readonly #parts: FaultsParts
  readonly #all: readonly AtWork[]
  readonly #lies: readonly Lie[]
  readonly #told = new Set<FaultKind>()
  readonly #disks = new Map<string, Set<DiskTrouble>>()

  constructor(faults: readonly Fault[], parts: FaultsParts) {
    this.#parts = parts
    this.#lies = faults.filter(isLie)
    this.#all = faults.flatMap((fault, index) =>
      isLie(fault)
        ? []
        : { fault, trouble: troubleOf(fault, this.#scene(index)), state: 'to come' as const },
    )
    const { timeline } = parts.world
    for (const one of this.#all) {
      const { atMs, forMs } = spanOf(one.fault)
      timeline.call(atMs, () => this.#begin(one))
      if (forMs !== undefined) timeline.call(atMs + forMs, () => this.#end(one))
    }
  }

  /** A peer has joined, for the first time or again. */
  joined(peer: SimulatedPeer): void {
    peer.storage.troubles = this.#disk(peer.name)
    const { world, seed } = this.#parts
    const lies = this.#lies.filter(lie => lie.peer === peer.name)
    const tampers = lies.map(lie =>
      tamperOf(lie, {
        self: peer.id,
        layout: world.torrent.info,
        members: () => Array.from(world.peers, ({ id }) => id),
        random: seededStream(seed, `${lie.kind} ${peer.id}`),
        told: () => this.#told.add(lie.kind),
      }),
    )
    if (lies.some(({ kind }) => kind === 'withholder'))
      peer.withholdAnswer = () => this.#told.add('withholder')
    if (tampers.length > 0) peer.tamper = together(tampers)
  }

  /** The kinds that have made a difference. */
  get fired(): ReadonlySet<FaultKind> {
    const fired = new Set(this.#told)
    for (const { fault, trouble } of this.#all) if (trouble.hasFired) fired.add(fault.kind)
    return fired
  }

  /** Ends the faults of these peers, among them and to the server; the rest goes on. */
  heal(core: ReadonlySet<string>): void {
    for (const one of this.#all) {
      const { fault, trouble, state } = one
      const isOfCore = !('peer' in fault) || core.has(fault.peer)
      if (state === 'on' && trouble.spare) trouble.spare(core)
      else if (state === 'on' && isOfCore) trouble.end()
      one.state = 'over'
    }
    for (const name of core) this.#restore(name)
  }

  /** The disk is read anew, which shows what it has lost. */
  #restore(name: string): void {
    const { world, living, comeBack } = this.#parts
    const peer = living(name)
    if (peer === undefined || peer.storage.isHonest) return
    world.crash(peer)
    peer.storage.recover()
    comeBack(name, peer.storage)
  }

  #begin(one: AtWork): void {
    if (one.state !== 'to come') return
    one.state = 'on'
    one.trouble.begin()
  }

  #end(one: AtWork): void {
    if (one.state !== 'on') return
    one.state = 'over'
    one.trouble.end()
  }

  #disk(name: string): Set<DiskTrouble> {
    const known = this.#disks.get(name) ?? new Set()
    this.#disks.set(name, known)
    return known
  }

  #scene(index: number): Scene {
    const { seed, ...parts } = this.#parts
    return {
      ...parts,
      disk: name => this.#disk(name),
      random: seededStream(seed, `fault ${index}`),
    }
  }
}

function spanOf(fault: Exclude<Fault, Lie>): { atMs: Millis; forMs: Millis | undefined } {
  const { atMs } = fault
  if (fault.kind === 'crash') return { atMs, forMs: fault.backAfterMs }
  return { atMs, forMs: 'forMs' in fault ? fault.forMs : undefined }
}

function troubleOf(fault: Exclude<Fault, Lie>, scene: Scene): Trouble {
  switch (fault.kind) {
    case 'breakLink':
    case 'loss':
    case 'duplicate':
    case 'clog':
    case 'oneWay':
    case 'partition':
      return linkTrouble(fault, scene)
    case 'crash':
    case 'freeze':
    case 'clockJump':
    case 'diskFull':
    case 'diskSlow':
    case 'diskForgets':
    case 'diskRots':
    case 'readsFail':
      return peerTrouble(fault, scene)
    case 'trackerDown':
    case 'trackerFlaps':
    case 'trackerSlow':
    case 'trackerForgets':
    case 'squatter':
      return serverTrouble(fault, scene)
    default:
      return unreachable(fault)
  }
}
