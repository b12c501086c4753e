/** How a connection reaches its remote: read from the browser's statistics of the pair that ICE has selected. */
import type { Reach } from '../../../shared/peer/reach.ts'
import type { PairRoundTrips } from './round-trips.ts'

/** Fields of several kinds of statistics (webrtc-stats); Firefox marks the pair, others the transport. */
interface Stat {
  readonly id: string
  readonly type: string
  readonly selectedCandidatePairId?: string
  readonly selected?: boolean
  readonly nominated?: boolean
  readonly state?: string
  readonly localCandidateId?: string
  readonly remoteCandidateId?: string
  readonly candidateType?: string
  readonly address?: string
  /** In seconds. */
  readonly currentRoundTripTime?: number
  readonly totalRoundTripTime?: number
  readonly responsesReceived?: number
}

/** Each undefined while no pair is selected, and where it cannot be told yet. */
export interface Route {
  readonly reach: Reach | undefined
  readonly roundTrips: PairRoundTrips | undefined
}

export async function routeOf(pc: RTCPeerConnection): Promise<Route> {
  const report = (await pc.getStats()) as ReadonlyMap<string, Stat>
  const stats = [...report.values()]
  const selected = stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId
  const pair =
    report.get(selected ?? '') ??
    stats.find(stat => stat.type === 'candidate-pair' && stat.selected) ??
    stats.find(stat => stat.nominated && stat.state === 'succeeded')
  return { reach: reachBy(pair, report), roundTrips: pair && roundTripsOf(pair) }
}

function roundTripsOf(pair: Stat): PairRoundTrips | undefined {
  const { id, currentRoundTripTime, totalRoundTripTime, responsesReceived: responses } = pair
  if (currentRoundTripTime === undefined) return undefined
  const totalMs = totalRoundTripTime === undefined ? undefined : totalRoundTripTime * 1000
  return { pair: id, lastMs: currentRoundTripTime * 1000, totalMs, responses }
}

function reachBy(pair: Stat | undefined, report: ReadonlyMap<string, Stat>): Reach | undefined {
  const local = report.get(pair?.localCandidateId ?? '')?.candidateType
  const remote = report.get(pair?.remoteCandidateId ?? '')?.candidateType
  if (local === undefined || remote === undefined) return undefined
  if (local === 'relay' || remote === 'relay') return 'relayed'
  if (local !== 'host') return 'direct' // The remote sees us at an address that a router gave us.
  if (remote === 'prflx') return reachOfUnnamed([...report.values()])
  return remote === 'host' ? 'same-network' : 'direct'
}

/**
 * A remote whose name (mDNS) is not resolved yet, or never is, reaches us from an address that nobody has
 * told us. It is on our network if both have the same address outside; or none, as without STUN.
 */
function reachOfUnnamed(stats: readonly Stat[]): Reach | undefined {
  const outside = (type: string) =>
    stats.flatMap(stat =>
      stat.type === type && stat.candidateType === 'srflx' ? (stat.address ?? []) : [],
    )
  const ours = outside('local-candidate')
  const theirs = outside('remote-candidate')
  if (ours.length === 0 && theirs.length === 0) return 'same-network'
  if (ours.length === 0 || theirs.length === 0) return undefined // STUN has not told both yet.
  return ours.some(address => theirs.includes(address)) ? 'same-network' : 'direct'
}
