/** The charts of one run, from its recording. */
import type { Recording } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import type { ChartData } from './chart-data.ts'
import { gridOf } from './grid.ts'
import { piecesOfPeers, ratesOfPeers } from './of-peers.ts'
import { completion, rarestPiece, redundancy, seedersShare, uploadUtilisation } from './of-swarm.ts'

export function runCharts(plan: Plan, recording: Recording): ChartData[] {
  const grid = gridOf(plan, recording)
  return [
    completion(grid),
    piecesOfPeers(grid),
    ratesOfPeers(grid),
    uploadUtilisation(grid),
    seedersShare(grid),
    rarestPiece(grid),
    redundancy(grid),
  ]
}
