/** What the parts of the BitTorrent exchange share, and what they want done. */
import type { InfoHash, LinkId } from '../base/ids.ts'
import type { ExchangeOutput } from '../exchange/exchange.ts'
import type { Pieces } from '../exchange/pieces.ts'
import type { Info } from '../torrent/info.ts'
import type { Message } from '../wire/message.ts'
import type { Limits } from './rate-limit.ts'
import type { Remote } from './remote.ts'
import type { Wanted } from './wanted.ts'

export interface ExchangeContext {
  readonly infoHash: InfoHash
  readonly info: Info
  /** The length of the blocks that we ask for; the last of a piece may be shorter. Remotes may ask for others. */
  readonly blockBytes: number
  readonly pieces: Pieces
  readonly wanted: Wanted
  readonly remotes: ReadonlyMap<LinkId, Remote>
  readonly limits: Limits
  readonly output: Output
}

export interface Output extends Omit<ExchangeOutput, 'send'> {
  send(remote: Remote, message: Message): void
}
