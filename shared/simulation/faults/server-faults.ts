/** Faults of the server, which is tracker and signalling. */
import { unreachable } from '../../base/assert.ts'
import type { Millis, PeerId } from '../../base/ids.ts'
import type { World } from '../world.ts'
import type { ServerFault } from './fault.ts'
import { randomId } from './lies.ts'
import { type Scene, type Trouble, trouble } from './trouble.ts'

export function serverTrouble(fault: ServerFault, scene: Scene): Trouble {
  const { world } = scene
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
    case 'squatter':
      return squatter(scene, fault.peer)
    default:
      return unreachable(fault)
  }
}

/** How often it asks for the name again, which the server forgets, and offers in it. */
const SQUAT_EVERY_MS = 2_000

function squatter({ world, living, random }: Scene, name: string): Trouble {
  let isOn = false
  let squatted: PeerId | undefined
  const release = () => {
    if (squatted !== undefined) world.tracker.release(squatted)
    squatted = undefined
  }
  return trouble(fire => {
    const turn = () => {
      if (!isOn) return
      release()
      const victim = living(name)
      if (victim && world.routes.isUp) {
        fire()
        squatted = victim.id
        world.tracker.squat(victim.id)
        for (const peer of world.peers)
          if (peer.isAlive && peer !== victim)
            world.tracker.offerAs(victim.id, peer, randomId(random))
      }
      world.timeline.call(world.timeline.now + SQUAT_EVERY_MS, turn)
    }
    return {
      begin() {
        isOn = true
        turn()
      },
      end() {
        isOn = false
        release()
      },
    }
  })
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
