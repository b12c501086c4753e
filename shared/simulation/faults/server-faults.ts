/** Faults of the server, which is tracker and signalling. */
import { unreachable } from '../../base/assert.ts'
import type { World } from '../world.ts'
import type { ServerFault } from './fault.ts'
import { Moment, type Scene, type Trouble } from './trouble.ts'

export function serverTrouble(fault: ServerFault, { world }: Scene): Trouble {
  switch (fault.kind) {
    case 'trackerDown':
      return new Down(world, fault.forgets)
    case 'trackerSlow':
      return new Slow(world, fault.byMs)
    case 'trackerForgets':
      return new Moment(() => {
        world.tracker.forget()
        return true
      })
    default:
      return unreachable(fault)
  }
}

class Down implements Trouble {
  readonly #world: World
  readonly #forgets: boolean
  hasFired = false

  constructor(world: World, forgets: boolean) {
    this.#world = world
    this.#forgets = forgets
  }

  begin(): void {
    // It may be down already, by another fault.
    if (!this.#world.routes.isUp) return
    this.hasFired = true
    this.#world.stopTracker()
  }

  end(): void {
    if (!this.hasFired) return
    if (this.#forgets) this.#world.tracker.forget()
    this.#world.startTracker()
  }
}

class Slow implements Trouble {
  readonly #world: World
  readonly #byMs: number
  hasFired = false

  constructor(world: World, byMs: number) {
    this.#world = world
    this.#byMs = byMs
  }

  begin(): void {
    this.hasFired = true
    this.#world.routes.slowMs += this.#byMs
  }

  end(): void {
    this.#world.routes.slowMs -= this.#byMs
  }
}
