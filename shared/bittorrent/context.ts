/** What the halves of the BitTorrent exchange share, and what they want done. */
import type { Bitfield } from '../base/bitfield.ts'
import type { InfoHash, LinkId } from '../base/ids.ts'
import type { ExchangeOutput } from '../exchange/exchange.ts'
import type { Info } from '../torrent/info.ts'
import type { Limits } from './rate-limit.ts'
import type { Remote } from './remote.ts'
import type { Wanted } from './wanted.ts'

export interface ExchangeContext {
  readonly infoHash: InfoHash
  readonly info: Info
  /** Pieces verified and on disk. The exchange reads it; `pieceHeld` adds to it. */
  readonly held: Bitfield
  readonly wanted: Wanted
  readonly remotes: ReadonlyMap<LinkId, Remote>
  readonly limits: Limits
  readonly output: ExchangeOutput
}
