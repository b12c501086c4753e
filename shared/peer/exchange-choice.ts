/** Which exchange a peer runs. The only file that knows them all. */
import type { Bitfield } from '../base/bitfield.ts'
import type { InfoHash, Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { Info } from '../torrent/info.ts'
import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../torrent/policies.ts'
import { BitTorrent } from './bittorrent.ts'
import type { PeerEvent } from './event.ts'
import type { Exchange, ExchangeOutput } from './exchange.ts'

export type ExchangeChoice = {
  readonly kind: 'bittorrent'
  readonly policies?: Partial<BitTorrentPolicies>
}

export interface ExchangeStart {
  readonly infoHash: InfoHash
  readonly info: Info
  /** Verified and on disk; the exchange's own from here on. */
  readonly held: Bitfield
  readonly wanted: boolean
}

export const BITTORRENT: ExchangeChoice = { kind: 'bittorrent' }

/** The extensions (BEP 10) that its messages travel in. */
export const extensionsOf = (_choice: ExchangeChoice): readonly string[] => []

/** Whether its pieces travel in BitTorrent's own messages, and so by the fast extension (BEP 6). */
export const speaksFast = (choice: ExchangeChoice): boolean => choice.kind === 'bittorrent'

export function createExchange(
  choice: ExchangeChoice,
  start: ExchangeStart,
  random: Random,
  output: ExchangeOutput & { log(event: PeerEvent): void },
  now: Millis,
): Exchange {
  const policies = { ...DEFAULT_POLICIES, ...choice.policies }
  return new BitTorrent({ ...start, policies }, random, output, now)
}
