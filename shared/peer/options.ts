import type { InfoHash, PeerId } from '../base/ids.ts'
import type { AnswerBudget } from '../dialling/answer-budget.ts'
import type { TrackerName } from '../dialling/way.ts'
import type { Info } from '../torrent/info.ts'
import type { ExchangeFactory } from './exchange-factory.ts'
import type { LaneBudget } from './lane-budget.ts'

export interface PeerOptions {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  /** Shown to remotes as `v` of the extended handshake (BEP 10). */
  readonly client: string
  /** Known from the start by who creates or resumes; otherwise fetched from members (BEP 9). */
  readonly info?: Info
  /** Start downloading as soon as the metadata is there. */
  readonly wanted?: boolean
  /** By default our server alone. */
  readonly trackers?: readonly TrackerName[]
  readonly maxLinks?: number
  /** What others' offers may cost: peers that share a tab share one. */
  readonly answers?: AnswerBudget
  /** A link may be several connections, as far as this goes: peers that share a tab share it. Absent: always one. */
  readonly lanes?: LaneBudget
  /** How pieces travel; by default as BitTorrent has it. */
  readonly exchange?: ExchangeFactory
}
