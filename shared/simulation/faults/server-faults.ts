/** Faults of the server, which is tracker and signalling. */
import { unreachable } from '../../base/assert.ts'
import type { Millis } from '../../base/ids.ts'
import type { World } from '../world.ts'
import type { ServerFault } from './fault.ts'
import { type Scene, type Trouble, trouble } from './trouble.ts'

export function serverTrouble(fault: ServerFault, { world }: Scene): Trouble {
  switch (fault.kind) {
    case 'trackerDown':
      return down(world, fault.forgets)
    case 'trackerFlaps':
      return flapping(world, fault.everyMs)
    case 'trackerSlow':
      return trouble(fire => ({
        begin() {
          fire()
          world.routes.slowMs += fault.byMs
        },
        end() {
          world.routes.slowMs -= fault.byMs
        },
      }))
    case 'trackerForgets':
      return trouble(fire => ({
        begin() {
          fire()
          world.tracker.forget()
        },
      }))
    default:
      return unreachable(fault)
  }
}

function down(world: World, forgets: boolean): Trouble {
  let isDown = false
  return trouble(fire => ({
    begin() {
      // Another fault may have stopped it already.
      if (!world.routes.isUp) return
      isDown = true
      fire()
      world.stopTracker()
    },
    end() {
      if (!isDown) return
      if (forgets) world.tracker.forget()
      world.startTracker()
    },
  }))
}

function flapping(world: World, everyMs: Millis): Trouble {
  let isOn = false
  /** This fault has stopped the server. */
  let isDown = false
  const rise = () => {
    if (isDown) world.startTracker()
    isDown = false
  }
  return trouble(fire => {
    const turn = () => {
      if (!isOn) return
      if (isDown) rise()
      // Another fault may have stopped it already.
      else if (world.routes.isUp) {
        fire()
        world.stopTracker()
        isDown = true
      }
      world.timeline.call(world.timeline.now + everyMs / 2, turn)
    }
    return {
      begin() {
        isOn = true
        turn()
      },
      end() {
        isOn = false
        rise()
      },
    }
  })
}
