/** The peers of an emulated swarm that live in this tab. */
import { EmulationError } from '../shaper/coordinator-line.ts'
import { EmulatedPeer, type OnEvent } from './emulated-peer.ts'
import type { Newcomer, PeerOutcome, PeerStatus } from './newcomer.ts'

/** One tab with its threads and connections: a machine of two cores runs no more than it can. */
export const MAX_PEERS_IN_TAB = 20

export class TabPeers {
  readonly #peers = new Map<string, EmulatedPeer>()

  get all(): readonly EmulatedPeer[] {
    return [...this.#peers.values()]
  }

  async join(newcomer: Newcomer, onEvent?: OnEvent): Promise<EmulatedPeer> {
    if (this.#peers.size >= MAX_PEERS_IN_TAB)
      throw new EmulationError(`A tab runs ${MAX_PEERS_IN_TAB} peers at most. Open another tab.`)
    const peer = await EmulatedPeer.join(newcomer, onEvent)
    this.#peers.set(newcomer.node, peer)
    return peer
  }

  start(): void {
    for (const peer of this.all) peer.start()
  }

  statuses = (): PeerStatus[] => this.all.map(peer => peer.status())

  outcomes = (): Promise<PeerOutcome[]> => Promise.all(this.all.map(peer => peer.outcome()))

  close(): void {
    for (const peer of this.all) peer.close()
    this.#peers.clear()
  }
}
