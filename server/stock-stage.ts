/** For tests: a stock client as WebTorrent is one, played by hand over a real WebSocket. */
import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import type { InfoHash, PeerId } from '../shared/base/ids.ts'
import type { AnnounceRequest } from '../shared/tracker/announce.ts'
import { toBinary } from '../shared/tracker/webtorrent.ts'
import { parseTrackerReply, type TrackerReply } from '../shared/tracker/webtorrent-reply.ts'
import { encodeAnnounce, encodeAnswer } from '../shared/tracker/webtorrent-request.ts'

export class StockClient {
  readonly peerId: PeerId
  readonly socket: WebSocket
  readonly #inbox: string[] = []
  #wake = () => {}

  private constructor(peerId: PeerId, socket: WebSocket) {
    this.peerId = peerId
    this.socket = socket
    socket.on('message', data => {
      this.#inbox.push(data.toString())
      this.#wake()
    })
    socket.on('error', () => this.#wake())
    socket.on('close', () => this.#wake())
  }

  /** `where`: the server's port, or its whole address. `digit`: of its peer id. Rejects if it is not let in. */
  static async connect(
    where: number | string,
    digit: string,
    options?: ClientOptions,
  ): Promise<StockClient> {
    const url = typeof where === 'string' ? where : `ws://localhost:${where}/announce`
    const socket = new WebSocket(url, options)
    const client = new StockClient(digit.repeat(40) as PeerId, socket)
    await once(socket, 'open')
    return client
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Resolves with what it is told, an offer under each id. */
  announce(
    infoHash: InfoHash,
    offerIds: readonly string[] = [],
    change: Partial<AnnounceRequest> = {},
  ): Promise<TrackerReply> {
    const counters = { uploaded: 0, downloaded: 0, left: 1, numwant: offerIds.length }
    const request = { infoHash, peerId: this.peerId, ...counters, ...change }
    const offers = offerIds.map(offerId => ({ offerId, sdp: `offer ${offerId}` }))
    this.say(encodeAnnounce(request, offers))
    return this.next()
  }

  answer(infoHash: InfoHash, to: PeerId, offerId: string): void {
    this.say(encodeAnswer(to, { infoHash, offerId, from: this.peerId, sdp: 'answer' }))
  }

  async scrape(...infoHashes: InfoHash[]): Promise<unknown> {
    this.say({ action: 'scrape', info_hash: infoHashes.map(toBinary) })
    return JSON.parse(await this.nextText())
  }

  async next(): Promise<TrackerReply> {
    const text = await this.nextText()
    const reply = parseTrackerReply(text)
    if (!reply.ok) throw new Error(`${reply.problem}: ${text}`)
    return reply.value
  }

  /** Rejects if the server hangs up instead. */
  async nextText(): Promise<string> {
    while (this.#inbox.length === 0) {
      if (this.socket.readyState > WebSocket.OPEN) throw new Error('the server hung up')
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    return this.#inbox.shift() as string
  }

  close(): void {
    this.socket.terminate()
  }
}
