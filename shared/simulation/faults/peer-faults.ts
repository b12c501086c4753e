/** Faults of a peer's machine: its tab, its clock, its disk. */
import { unreachable } from '../../base/assert.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { DiskTrouble } from '../storage.ts'
import type { PeerFault } from './fault.ts'
import { Moment, type Scene, type Trouble } from './trouble.ts'

export function peerTrouble(fault: PeerFault, scene: Scene): Trouble {
  const { peer: name } = fault
  switch (fault.kind) {
    case 'crash':
      return new Crash(scene, name, fault.store === 'kept')
    case 'freeze':
      return new Freeze(scene, name)
    case 'clockJump':
      return new Moment(() => {
        const peer = scene.living(name)
        peer?.jumpClock(fault.byMs)
        return peer !== undefined
      })
    case 'diskFull':
      return new FullDisk(scene, name)
    case 'diskSlow':
      return new BadDisk(scene, name, noted => ({ delayMs: () => noted(fault.byMs) }))
    case 'diskForgets':
      return new BadDisk(scene, name, noted => ({
        forgets: () => scene.random() < fault.share && noted(true),
      }))
    case 'diskRots':
      return new BadDisk(scene, name, noted => ({
        rots: () => scene.random() < fault.share && noted(true),
      }))
    default:
      return unreachable(fault)
  }
}

class Crash implements Trouble {
  readonly #scene: Scene
  readonly #name: string
  readonly #keeps: boolean
  #dead: SimulatedPeer | undefined
  hasFired = false

  constructor(scene: Scene, name: string, keeps: boolean) {
    this.#scene = scene
    this.#name = name
    this.#keeps = keeps
  }

  begin(): void {
    const peer = this.#scene.living(this.#name)
    if (peer === undefined) return
    this.hasFired = true
    this.#dead = peer
    this.#scene.world.crash(peer)
    peer.storage.recover()
  }

  end(): void {
    const storage = this.#keeps ? this.#dead?.storage : undefined
    if (this.#dead !== undefined) this.#scene.comeBack(this.#name, storage)
    this.#dead = undefined
  }
}

class Freeze implements Trouble {
  readonly #scene: Scene
  readonly #name: string
  hasFired = false

  constructor(scene: Scene, name: string) {
    this.#scene = scene
    this.#name = name
  }

  begin(): void {
    const peer = this.#scene.living(this.#name)
    this.hasFired = peer !== undefined
    peer?.freeze()
  }

  end(): void {
    this.#scene.living(this.#name)?.thaw()
  }
}

/** `describe` is given what notes that the disk has done so. */
class BadDisk implements Trouble {
  readonly #disk: Set<DiskTrouble>
  readonly #trouble: DiskTrouble
  hasFired = false

  constructor(scene: Scene, name: string, describe: (noted: <T>(answer: T) => T) => DiskTrouble) {
    this.#disk = scene.disk(name)
    this.#trouble = describe(answer => {
      this.hasFired = true
      return answer
    })
  }

  begin(): void {
    this.#disk.add(this.#trouble)
  }

  end(): void {
    this.#disk.delete(this.#trouble)
  }
}

/** Slow disks take their time to refuse, too. */
const MAX_REFUSAL_MS = 60_000

/** A peer that could not write asks for nothing more, until somebody says that there is room. */
class FullDisk extends BadDisk {
  readonly #scene: Scene
  readonly #name: string

  constructor(scene: Scene, name: string) {
    super(scene, name, noted => ({ isFull: () => noted(true) }))
    this.#scene = scene
    this.#name = name
  }

  override end(): void {
    super.end()
    const { timeline } = this.#scene.world
    this.#goOn()
    // What it refused before may be told only now.
    timeline.call(timeline.now + MAX_REFUSAL_MS, () => this.#goOn())
  }

  #goOn(): void {
    this.#scene.living(this.#name)?.tell({ type: 'want', wanted: true })
  }
}
