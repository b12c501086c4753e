/** What a tab is told of a peer that it is to run, and what it tells back of it. Times are emulated. */
import type { EmulationId } from '../../../shared/events/emulation.ts'
import type { GossipView } from '../../../shared/exchange/view.ts'
import type { Stay } from '../../../shared/simulation/scenarios/emulable.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import type { LatenessView } from '../shaper/lateness.ts'

export interface Newcomer extends Stay {
  readonly emulation: EmulationId
  readonly torrent: Scenario['torrent']
  /** The torrent's bytes are generated from it. */
  readonly seed: number
  readonly exchange: Scenario['exchange']
  readonly maxLinks: number | undefined
}

export interface PeerStatus {
  readonly node: string
  readonly hasArrived: boolean
  /** Channels that ever opened. */
  readonly opened: number
  readonly halfOpen: number
  readonly heldPieces: number
  /** It has everything, or has left. */
  readonly isDone: boolean
}

export interface PeerOutcome {
  readonly node: string
  readonly peerId: string
  /** All pieces were read back from the store and have the right hashes. */
  readonly isIntact: boolean
  readonly finishedMs: number | undefined
  /** As planned. */
  readonly hasLeft: boolean
  readonly downloaded: number
  readonly uploaded: number
  readonly wasted: number
  readonly sources: readonly { readonly remote: string; readonly bytes: number }[]
  readonly gossip?: GossipView
  readonly lateness: LatenessView
  readonly clockErrorMs: number
  /** Why the figures cannot be trusted. */
  readonly fault: string | undefined
}
