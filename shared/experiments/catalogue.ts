/** All experiments, in the order of the report. */
import { churn } from './beyond/churn.ts'
import { diversity } from './beyond/diversity.ts'
import { freeRiders } from './beyond/free-riders.ts'
import { halfDuplex } from './beyond/half-duplex.ts'
import { loss } from './beyond/loss.ts'
import { seedBox } from './beyond/seed-box.ts'
import { superSeeding } from './beyond/super-seeding.ts'
import type { Experiment } from './experiment.ts'
import { gossipAndBittorrent } from './gossip/and-bittorrent.ts'
import { gossipFanOut } from './gossip/fan-out.ts'
import { gossipModes } from './gossip/modes.ts'
import { gossipRounds } from './gossip/rounds.ts'
import { fileSize } from './thesis/file-size.ts'
import { peerRate } from './thesis/peer-rate.ts'
import { peersAndPieces } from './thesis/peers-and-pieces.ts'
import { sampleRun } from './thesis/sample-run.ts'
import { seeders } from './thesis/seeders.ts'

export const EXPERIMENTS: readonly Experiment[] = [
  fileSize,
  seeders,
  peerRate,
  peersAndPieces,
  sampleRun,
  churn,
  freeRiders,
  seedBox,
  loss,
  superSeeding,
  halfDuplex,
  diversity,
  gossipModes,
  gossipRounds,
  gossipFanOut,
  gossipAndBittorrent,
]
