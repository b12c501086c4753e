/** Faults of a peer's machine: its tab, its clock, its disk. */
import { unreachable } from '../../base/assert.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { DiskTrouble } from '../storage.ts'
import type { PeerFault } from './fault.ts'
import { type Scene, type Trouble, trouble } from './trouble.ts'

export function peerTrouble(fault: PeerFault, scene: Scene): Trouble {
  const { peer: name } = fault
  switch (fault.kind) {
    case 'crash':
      return crash(scene, name, fault.store === 'kept')
    case 'freeze':
      return trouble(fire => ({
        begin() {
          const peer = scene.living(name)
          if (peer) fire()
          peer?.freeze()
        },
        end: () => scene.living(name)?.thaw(),
      }))
    case 'clockJump':
      return trouble(fire => ({
        begin() {
          const peer = scene.living(name)
          if (peer) fire()
          peer?.jumpClock(fault.byMs)
        },
      }))
    case 'diskFull':
      return fullDisk(scene, name)
    case 'diskSlow':
      return badDisk(scene, name, noted => ({ delayMs: () => noted(fault.byMs) }))
    case 'diskForgets':
      return badDisk(scene, name, noted => ({
        forgets: () => scene.random() < fault.share && noted(true),
      }))
    case 'diskRots':
      return badDisk(scene, name, noted => ({
        rots: () => scene.random() < fault.share && noted(true),
      }))
    case 'readsFail':
      return unreadablePieces(scene, name, fault.share)
    default:
      return unreachable(fault)
  }
}

function crash(scene: Scene, name: string, keeps: boolean): Trouble {
  let dead: SimulatedPeer | undefined
  return trouble(fire => ({
    begin() {
      dead = scene.living(name)
      if (dead === undefined) return
      fire()
      scene.world.crash(dead)
      dead.storage.recover()
    },
    end() {
      if (dead !== undefined) scene.comeBack(name, keeps ? dead.storage : undefined)
      dead = undefined
    },
  }))
}

/** `describe` is given what notes that the disk has done so. */
function badDisk(
  scene: Scene,
  name: string,
  describe: (noted: <T>(answer: T) => T) => DiskTrouble,
  onEnd = () => {},
): Trouble {
  const disk = scene.disk(name)
  return trouble(fire => {
    const bad = describe(answer => {
      fire()
      return answer
    })
    return {
      begin: () => void disk.add(bad),
      end() {
        disk.delete(bad)
        onEnd()
      },
    }
  })
}

/** Half of the time the peer notices by itself, else when it is asked for a piece. */
function unreadablePieces(scene: Scene, name: string, share: number): Trouble {
  const { pieceCount } = scene.world.torrent.info
  const disk = scene.disk(name)
  const unreadable = new Set<number>()
  return trouble(fire => {
    const bad: DiskTrouble = {
      isUnreadable(piece) {
        if (!unreadable.has(piece)) return false
        fire()
        return true
      },
      wrote: piece => void unreadable.delete(piece),
    }
    return {
      begin() {
        disk.add(bad)
        for (let piece = 0; piece < pieceCount; piece++)
          if (scene.random() < share) unreadable.add(piece)
        if (scene.random() < 0.5) return
        const peer = scene.living(name)
        const pieces = [...unreadable]
        if (pieces.some(piece => peer?.storage.held.has(piece))) fire()
        peer?.tell({ type: 'piecesLost', pieces, reason: 'changed' })
      },
      end() {
        disk.delete(bad)
        const pieces = [...unreadable]
        unreadable.clear()
        scene.living(name)?.tell({ type: 'piecesFound', pieces })
      },
    }
  })
}

/** Slow disks take their time to refuse, too. */
const MAX_REFUSAL_MS = 60_000

/** A peer whose disk was full asks for nothing before it is told that there is room. */
function fullDisk(scene: Scene, name: string): Trouble {
  const goOn = () => scene.living(name)?.tell({ type: 'want', wanted: true })
  return badDisk(
    scene,
    name,
    noted => ({ isFull: () => noted(true) }),
    () => {
      const { timeline } = scene.world
      goOn()
      // Earlier refusals may be reported late.
      timeline.call(timeline.now + MAX_REFUSAL_MS, goOn)
    },
  )
}
