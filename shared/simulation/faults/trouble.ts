/** What every fault is, once it is at work in a world. */
import type { Random } from '../../base/random.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { DiskTrouble, SimulatedStorage } from '../storage.ts'
import type { World } from '../world.ts'

export interface Trouble {
  begin(): void
  /** Its time is over, or it is healed. */
  end(): void
  /** Only among these is it over. */
  spare?(core: ReadonlySet<string>): void
  /** It has made a difference. */
  readonly hasFired: boolean
}

/** What a fault has to work with. */
export interface Scene {
  readonly world: World
  /** Who goes by this name now, if it has come and is alive. */
  living(name: string): SimulatedPeer | undefined
  /** A new peer of this name, with what the old one stored; undefined: with nothing. */
  comeBack(name: string, storage: SimulatedStorage | undefined): void
  /** What is wrong with the disk of whoever goes by this name, now and later. */
  disk(name: string): Set<DiskTrouble>
  /** Of this fault alone. */
  readonly random: Random
}

/** A fault of one moment. */
export class Moment implements Trouble {
  readonly #happen: () => boolean
  hasFired = false

  /** `happen` says whether it could. */
  constructor(happen: () => boolean) {
    this.#happen = happen
  }

  begin(): void {
    this.hasFired = this.#happen()
  }

  end(): void {}
}
