/** The BitTorrent exchange behind the peer's door. */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { Exchange as BitTorrentExchange, type ExchangeOptions } from '../bittorrent/exchange.ts'
import type { Remote } from '../bittorrent/remote.ts'
import type {
  Exchange,
  ExchangeMessage,
  ExchangeOutput,
  Limits,
  Terms,
} from '../exchange/exchange.ts'
import type { ExchangeLinkView, ExchangeView } from '../exchange/view.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import { type BlockRange, ProtocolError } from '../wire/message.ts'

export class BitTorrent implements Exchange {
  readonly #exchange: BitTorrentExchange

  constructor(options: ExchangeOptions, random: Random, output: ExchangeOutput, now: Millis) {
    this.#exchange = new BitTorrentExchange(options, random, output, now)
  }

  get held(): Bitfield {
    return this.#exchange.held
  }

  get isFinished(): boolean {
    return this.#exchange.isFinished
  }

  get bytesLeft(): number {
    return this.#exchange.bytesLeft
  }

  get uploaded(): number {
    return this.#exchange.uploads.uploaded
  }

  get downloaded(): number {
    return this.#exchange.downloads.downloaded
  }

  /** Its timers are of seconds; a limit's are shorter. */
  get nextDeadline(): Millis | undefined {
    return this.#exchange.nextDeadline
  }

  join(link: LinkId, remote: PeerId, terms: Terms, now: Millis): void {
    this.#exchange.join(link, remote, terms, now)
  }

  introduced(link: LinkId, handshake: ExtendedHandshake): void {
    this.#exchange.limitRequests(link, handshake.requestQueue)
  }

  leave(link: LinkId, now: Millis): void {
    this.#exchange.leave(link, now)
  }

  receive(link: LinkId, message: ExchangeMessage, now: Millis): void {
    this.#exchange.receive(link, message, now)
  }

  receiveExtended(): void {
    throw new ProtocolError('bad-extension', 'BitTorrent pieces travel in no extension')
  }

  dontHave(link: LinkId, piece: number, now: Millis): void {
    this.#exchange.dontHave(link, piece, now)
  }

  supply(link: LinkId, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    this.#exchange.supply(link, range, block, now)
  }

  drained(link: LinkId, queuedBytes: number, now: Millis): void {
    this.#exchange.drained(link, queuedBytes, now)
  }

  pieceHeld(piece: number, now: Millis): void {
    this.#exchange.pieceHeld(piece, now)
  }

  pieceFailed(piece: number, single: boolean, now: Millis): void {
    this.#exchange.pieceFailed(piece, single, now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#exchange.pieceLost(piece, now)
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#exchange.downloads.setWanted(wanted, now)
  }

  prioritise(priorities: Uint8Array, now: Millis): void {
    this.#exchange.prioritise(priorities, now)
  }

  setLimits({ upBytesPerSec, downBytesPerSec }: Limits, now: Millis): void {
    this.#exchange.setLimits(upBytesPerSec, downBytesPerSec, now)
  }

  tick(now: Millis): void {
    this.#exchange.tick(now)
  }

  inspect(now: Millis): ExchangeView {
    const remotes = [...this.#exchange.remotes]
    const { scheduler, wasted } = this.#exchange.downloads
    return {
      partials: Array.from(scheduler.assemblies, ({ piece, receivedCount, blockCount }) => ({
        piece,
        received: receivedCount,
        blocks: blockCount,
      })),
      wasted,
      downRate: sum(remotes, remote => remote.down.rate(now)),
      upRate: sum(remotes, remote => remote.up.rate(now)),
    }
  }

  inspectLink(link: LinkId, now: Millis): ExchangeLinkView | undefined {
    const remote = this.#exchange.remote(link)
    return remote && linkView(remote, now)
  }
}

const linkView = (remote: Remote, now: Millis): ExchangeLinkView => ({
  heldCount: remote.pieces.count,
  amChoking: remote.amChoking,
  amInterested: remote.amInterested,
  peerChoking: remote.peerChoking,
  peerInterested: remote.peerInterested,
  snubbed: remote.snubbed,
  downRate: remote.down.rate(now),
  upRate: remote.up.rate(now),
  downloaded: remote.down.total,
  uploaded: remote.up.total,
  requestsOut: remote.requests.size,
  requestsIn: remote.waiting.length,
})

const sum = (remotes: readonly Remote[], of: (remote: Remote) => number): number =>
  remotes.reduce((total, remote) => total + of(remote), 0)
