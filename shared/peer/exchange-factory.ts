/** An exchange before its torrent is known: what the peer is to know of it, and how it begins. */
import type { InfoHash, Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { Exchange, ExchangeOutput } from '../exchange/exchange.ts'
import type { Pieces } from '../exchange/pieces.ts'
import type { Info } from '../torrent/info.ts'
import type { Extension } from './extensions.ts'

export interface ExchangeFactory {
  /** Whether its pieces travel in BitTorrent's own messages, and so by the fast extension (BEP 6). */
  readonly speaksFast: boolean
  /** The extensions (BEP 10) that carry its messages. */
  readonly extensions: readonly Pick<Extension, 'name' | 'kindOf'>[]
  /** The longest, if it has a say in it. */
  readonly announceIntervalMs: Millis | undefined
  /** The length of the blocks that it asks for, or sends. */
  readonly blockBytes: number
  /** How many links it has at most; undefined: as many as any peer. */
  readonly maxLinks: number | undefined
  /** The swarm that tracker and handshake name. */
  swarmOf(infoHash: InfoHash): InfoHash
  create(start: ExchangeStart, random: Random, output: ExchangeOutput, now: Millis): Exchange
}

export interface ExchangeStart {
  readonly infoHash: InfoHash
  readonly info: Info
  readonly pieces: Pieces
  readonly wanted: boolean
}
