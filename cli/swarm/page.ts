/** A tab of an emulated swarm: what `npm run swarm` asks of it, from outside. */
import type { Newcomer } from '../../client/host/emulation/newcomer.ts'
import { TabPeers } from '../../client/host/emulation/tab-peers.ts'
import { openEmulation } from '../../client/host/shaper/coordinator-line.ts'
import { connectServer } from '../../client/host/tracker.ts'
import type { EmulationId, EmulationPlan } from '../../shared/events/emulation.ts'

const peers = new TabPeers()

const api = {
  openEmulation: (plan: EmulationPlan): Promise<EmulationId> =>
    openEmulation(connectServer(location.origin), plan),

  join: async (newcomer: Newcomer): Promise<void> => void (await peers.join(newcomer)),

  start: (): void => peers.start(),

  statuses: peers.statuses,

  outcomes: peers.outcomes,
}

export type SwarmTab = typeof api
Object.assign(globalThis, { swarmTab: api })
