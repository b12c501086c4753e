/** Faults of the server, which is tracker and signalling. */
import { unreachable } from '../../base/assert.ts'
import type { Millis } from '../../base/ids.ts'
import type { World } from '../world.ts'
import type { ServerFault } from './fault.ts'
import { Moment, type Scene, type Trouble } from './trouble.ts'

export function serverTrouble(fault: ServerFault, { world }: Scene): Trouble {
  switch (fault.kind) {
    case 'trackerDown':
      return new Down(world, fault.forgets)
    case 'trackerFlaps':
      return new Flapping(world, fault.everyMs)
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

class Flapping implements Trouble {
  readonly #world: World
  readonly #everyMs: Millis
  #isOn = false
  /** The server is down because of this. */
  #isDown = false
  hasFired = false

  constructor(world: World, everyMs: Millis) {
    this.#world = world
    this.#everyMs = everyMs
  }

  begin(): void {
    this.#isOn = true
    this.#turn()
  }

  end(): void {
    this.#isOn = false
    if (this.#isDown) this.#world.startTracker()
    this.#isDown = false
  }

  #turn(): void {
    const { timeline, routes } = this.#world
    if (!this.#isOn) return
    if (this.#isDown) this.end()
    // It may be down by another fault.
    else if (routes.isUp) {
      this.#world.stopTracker()
      this.#isDown = this.hasFired = true
    }
    this.#isOn = true
    timeline.call(timeline.now + this.#everyMs / 2, () => this.#turn())
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
