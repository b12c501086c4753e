/** A fault at work in a world. */
import type { Random } from '../../base/random.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { DiskTrouble, SimulatedStorage } from '../storage.ts'
import type { World } from '../world.ts'

export interface Trouble {
  begin(): void
  end(): void
  /** Ends for these peers and goes on for the others. */
  spare?(core: ReadonlySet<string>): void
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
  /** Absent for a fault without a duration. */
  end?(): void
}

/** `of` calls `fire` when the fault changes something. */
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
