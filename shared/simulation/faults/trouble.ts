/** A fault at work in a world. */
import type { Random } from '../../base/random.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { DiskTrouble, SimulatedStorage } from '../storage.ts'
import type { World } from '../world.ts'

export interface Trouble {
  begin(): void
  /** Its duration is over, or it is healed. */
  end(): void
  /** It ends for these peers only, and goes on for all others. */
  spare?(core: ReadonlySet<string>): void
  /** It has changed something in this run. */
  readonly hasFired: boolean
}

/** What a fault acts on. */
export interface Scene {
  readonly world: World
  /** The peer that has this name now; undefined if it has not joined, or is dead. */
  living(name: string): SimulatedPeer | undefined
  /** Adds a new peer of this name with this storage; undefined: with an empty one. */
  comeBack(name: string, storage: SimulatedStorage | undefined): void
  /** The troubles of the disk of this name; they stay when the peer is replaced. */
  disk(name: string): Set<DiskTrouble>
  /** A stream for this fault alone: another fault's draws do not shift it. */
  readonly random: Random
}

interface Happening {
  begin(): void
  /** Left out by what happens once and has no duration. */
  end?(): void
}

/** `fire` is to be called as soon as it changes something. */
export function trouble(of: (fire: () => void) => Happening): Trouble {
  let hasFired = false
  const { begin, end = () => {} } = of(() => {
    hasFired = true
  })
  return {
    begin,
    end,
    get hasFired() {
      return hasFired
    },
  }
}
