/** Clients that announce again as soon as they are answered, or that offer to each other, in a process of their own. */
import { toBinary } from '../../../shared/tracker/webtorrent.ts'
import { percentile } from '../../attack/percentile.ts'
import { clientFrame, type Door, Line } from './line.ts'

export interface LoadPlan {
  /** Clients are dealt out to them in turn. */
  readonly ports: readonly number[]
  readonly door: Door
  readonly clients: number
  readonly swarms: number
  /** Of each client; it announces to one after the other. By default 1. */
  readonly swarmsEach?: number
  /** With each announce: at the stock door along with it, by Socket.IO after it, to those whom it names. */
  readonly offers: number
}

export interface Loaded {
  /** Announces answered. */
  readonly perSecond: number
  /** With the last ones, that were answered when the turn was over. */
  readonly announces: number
  /** That came to whom they were for. */
  readonly offers: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** What was refused first. */
  readonly failure?: string | undefined
}

/** What Chromium says of a data channel, with three candidates. */
const SDP = `v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS\r\nm=application 51000 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 203.0.113.7\r\na=candidate:1 1 udp 2113937151 5f3c8a4e-5a4b-4c8a-9a59-0d3a2f0c3a11.local 51000 typ host generation 0 network-cost 999\r\na=candidate:2 1 udp 1677729535 203.0.113.7 51000 typ srflx raddr 0.0.0.0 rport 0 generation 0 network-cost 999\r\na=candidate:3 1 udp 33562367 198.51.100.9 60123 typ relay raddr 203.0.113.7 rport 51000 generation 0 network-cost 999\r\na=ice-ufrag:Zq3h\r\na=ice-pwd:3ZJ8VnW9s5o2mVnq9aQh0m1b\r\na=ice-options:trickle\r\na=fingerprint:sha-256 0E:5A:22:1B:98:AA:10:31:7C:55:6E:AA:41:C0:0F:13:7B:2A:61:D0:9C:33:8E:47:FA:0B:6D:92:14:5C:E8:71\r\na=setup:actpass\r\na=mid:0\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n`

let ids = 0
/** 40 hex digits, of no kind that has to be proved. */
const newId = (kind: string): string => `${kind}${(++ids).toString(16).padStart(38, '0')}`

export class LoadClient {
  readonly #set: LoadSet
  readonly #plan: LoadPlan
  readonly #infoHashes: readonly string[]
  readonly #peerId = newId('b0')
  readonly #announces: readonly Buffer[]
  #said = 0
  #line: Line | undefined
  #sentAt = 0

  constructor(set: LoadSet, infoHashes: readonly string[]) {
    this.#set = set
    this.#plan = set.plan
    this.#infoHashes = infoHashes
    this.#announces = infoHashes.map(infoHash => clientFrame(this.#announceText(infoHash, [])))
  }

  /** `forwardedFor`: the address that it has, says the proxy before the server. */
  async open(port: number, forwardedFor?: string): Promise<void> {
    this.#line = await Line.open({
      port,
      door: this.#plan.door,
      forwardedFor,
      onMessage: payload => this.#hear(payload),
      onClose: () => this.#set.lost++,
    })
  }

  announce(): void {
    this.#set.waiting++
    this.#sentAt = performance.now()
    const { door, offers } = this.#plan
    const turn = this.#said++ % this.#infoHashes.length
    if (door === 'stock' && offers > 0) {
      const made = Array.from({ length: offers }, () => ({
        offer_id: toBinary(newId('0f')),
        offer: { type: 'offer', sdp: SDP },
      }))
      this.#line?.write(clientFrame(this.#announceText(this.#infoHashes[turn] as string, made)))
    } else this.#line?.write(this.#announces[turn] as Buffer)
  }

  #announceText(infoHash: string, offers: readonly unknown[]): string {
    const { door, offers: numwant } = this.#plan
    const counters = { uploaded: 0, downloaded: 0, left: 1, numwant }
    if (door === 'tabs') {
      const request = { infoHash, peerId: this.#peerId, ...counters }
      return `421${JSON.stringify(['announce', request])}`
    }
    return JSON.stringify({
      action: 'announce',
      info_hash: toBinary(infoHash),
      peer_id: toBinary(this.#peerId),
      ...counters,
      offers,
    })
  }

  #hear(payload: Buffer): void {
    const { door } = this.#plan
    const set = this.#set
    if (payload.includes(door === 'stock' ? '"offer_id"' : '"offerId"')) {
      if (payload.includes('"refuse"')) set.failure ??= payload.toString()
      set.offers++
      return
    }
    if (door === 'tabs' && payload[1] !== ACK) return
    if (payload.includes('"fail')) set.failure ??= payload.toString()
    set.announces++
    set.waiting--
    if (set.times.length < MAX_TIMES) set.times.push(performance.now() - this.#sentAt)
    if (door === 'tabs' && this.#plan.offers > 0) this.#offerTo(payload)
    if (set.isRunning) this.announce()
  }

  #offerTo(payload: Buffer): void {
    const [reply] = JSON.parse(payload.subarray(3).toString()) as [{ peers: string[] }]
    const offers = reply.peers.map(to => {
      const [infoHash] = this.#infoHashes
      const offer = { kind: 'offer', infoHash, offerId: newId('0f'), to, sdp: SDP }
      return clientFrame(`42${JSON.stringify(['signal', offer])}`)
    })
    this.#line?.write(Buffer.concat(offers))
  }
}

const ACK = '3'.charCodeAt(0)
const MAX_TIMES = 200_000
/** Connections that are made at the same time. */
const OPENING = 50
/** After a turn, for the last answers. */
const LAST_ANSWERS_MS = 5_000
const POLL_MS = 5

/** The clients of one server, or of one on several nodes. */
export class LoadSet {
  readonly plan: LoadPlan
  readonly #clients: LoadClient[] = []
  isRunning = false
  announces = 0
  offers = 0
  waiting = 0
  lost = 0
  failure: string | undefined
  times: number[] = []

  constructor(plan: LoadPlan) {
    this.plan = plan
  }

  async open(): Promise<void> {
    const { ports, clients, swarms, swarmsEach = 1 } = this.plan
    const infoHashes = Array.from({ length: swarms }, () => newId('a0'))
    for (let first = 0; first < clients; first += OPENING) {
      const count = Math.min(OPENING, clients - first)
      const opened = Array.from({ length: count }, async (_, i) => {
        const number = Math.floor((first + i) / ports.length)
        const own = Array.from(
          { length: swarmsEach },
          (_, n) => infoHashes[(number * swarmsEach + n) % swarms] as string,
        )
        const client = new LoadClient(this, own)
        await client.open(ports[(first + i) % ports.length] as number)
        this.#clients.push(client)
      })
      await Promise.all(opened)
    }
  }

  /** Of those since the last call. */
  takeP99Ms(): number {
    const p99Ms = percentile(this.times, 0.99)
    this.times = []
    return p99Ms
  }

  /** Each announces to each of its swarms. */
  async enter(): Promise<void> {
    const { clients, swarmsEach = 1 } = this.plan
    for (let i = 0; i < swarmsEach; i++) await this.turn(0, clients)
  }

  /** They announce, each again as soon as it is answered, until the time is over and all are answered. */
  async turn(seconds: number, clients: number): Promise<Loaded> {
    Object.assign(this, { announces: 0, offers: 0, times: [], isRunning: true })
    const startedAt = performance.now()
    for (const client of this.#clients.slice(0, clients)) client.announce()
    await pause(seconds * 1_000)
    this.isRunning = false
    const elapsedMs = performance.now() - startedAt
    const inTime = this.announces
    while (this.waiting > 0 && performance.now() - startedAt < elapsedMs + LAST_ANSWERS_MS)
      await pause(POLL_MS)
    if (this.waiting > 0) this.failure ??= `${this.waiting} announces are not answered`
    if (this.lost > 0) this.failure ??= `${this.lost} connections were closed`
    return {
      perSecond: (inTime * 1_000) / elapsedMs,
      announces: this.announces,
      offers: this.offers,
      p50Ms: percentile(this.times, 0.5),
      p99Ms: percentile(this.times, 0.99),
      failure: this.failure,
    }
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

const sets = new Map<string, LoadSet>()

export const load = {
  async open({ name, plan }: { readonly name: string; readonly plan: LoadPlan }): Promise<void> {
    const set = new LoadSet(plan)
    sets.set(name, set)
    await set.open()
  },

  enter({ name }: { readonly name: string }): Promise<void> {
    return (sets.get(name) as LoadSet).enter()
  },

  /** `clients`: how many of them, the first ones; by default all. */
  turn({ name, seconds, clients = Infinity }: Turn): Promise<Loaded> {
    return (sets.get(name) as LoadSet).turn(seconds, clients)
  },
}

interface Turn {
  readonly name: string
  readonly seconds: number
  readonly clients?: number | undefined
}
