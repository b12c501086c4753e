/** A tab of an emulated swarm: what `npm run swarm` asks of it, from outside. */
import { openEmulation } from '../../../client/host/shaper/coordinator-line.ts'
import { connectServer } from '../../../client/host/tracker.ts'
import type { EmulationId, EmulationPlan } from '../../../shared/events/emulation.ts'
import { EmulatedPeer } from './emulated-peer.ts'
import type { Newcomer, PeerOutcome, PeerStatus } from './plan.ts'

const peers = new Map<string, EmulatedPeer>()

const api = {
  openEmulation: (plan: EmulationPlan): Promise<EmulationId> =>
    openEmulation(connectServer(location.origin), plan),

  async join(newcomer: Newcomer): Promise<void> {
    peers.set(newcomer.node, await EmulatedPeer.join(newcomer))
  },

  start(): void {
    for (const peer of peers.values()) peer.start()
  },

  statuses: (): PeerStatus[] => [...peers.values()].map(peer => peer.status()),

  outcomes: (): Promise<PeerOutcome[]> =>
    Promise.all([...peers.values()].map(peer => peer.outcome())),
}

export type SwarmTab = typeof api
Object.assign(globalThis, { swarmTab: api })
