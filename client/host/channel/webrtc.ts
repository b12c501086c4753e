/**
 * WebRTC through simple-peer, which makes the connection and tears it down. The bytes bypass its
 * streams and go straight to and from the data channel: no copy, no polling, and flow control by
 * `bufferedamountlow` at our own threshold. The only file that imports simple-peer.
 */
import SimplePeer from 'simple-peer'
import { BLOCK_BYTES } from '../../../shared/wire/message.ts'
import type {
  Channel,
  Connect,
  Connection,
  ConnectionHandlers,
  ConnectionKind,
  Reach,
  Role,
  RtcSignal,
} from './channel.ts'
import { ConnectionCount } from './connection-count.ts'
import type { IceList } from './ice-list.ts'
import { routeOf } from './reach.ts'
import { RoundTripReader } from './round-trips.ts'

/** Four blocks with their headers: larger messages gained nothing, smaller ones lost a tenth. */
const DEFAULT_MESSAGE_BYTES = 4 * (BLOCK_BYTES + 13)

/**
 * After it has opened, its route is asked again: a remote on the same network is known by its address
 * before its name (mDNS) is resolved, and not every browser tells that ICE has found a better pair.
 */
const ASK_ROUTE_AFTER_MS = [0, 100, 500, 1_000, 1_500, 5_000, 30_000]
/** While something is sent, for the round trip. */
const ASK_ROUTE_EVERY_MS = 1_000

/**
 * The state `disconnected` means that checks (RFC 7675) have gone unanswered for five seconds or so, and may
 * pass. ICE could restart on the same connection, by a second round of offers; a new connection is made as
 * fast, needs nothing that is not there, and whoever has lost its end of the old one is found by it too.
 */
const WAY_LOST_AFTER_MS = 300

/** Messages that may overtake the 'open' event; more than one was never seen. */
const MAX_EARLY_MESSAGES = 16

/** Of this page. */
const connections = new ConnectionCount()

export interface WebRtcOptions {
  /**
   * STUN and TURN servers. None by default: on one machine or LAN host candidates suffice, and
   * asking a public server would tell a third party the address of everyone who opens a link.
   */
  readonly ice?: Pick<IceList, 'servers' | 'stunServers' | 'subscribe' | 'watch'>
  readonly maxMessageBytes?: number
}

export function webRtc(options: WebRtcOptions = {}): Connect {
  return (role, handlers, kind = 'trickle') => new WebRtcConnection(role, kind, options, handlers)
}

/** Private fields of simple-peer, whose version is pinned. */
interface Internals {
  readonly _pc: RTCPeerConnection | null
  readonly _channel: RTCDataChannel | null
  /** Keeps a destroyed connection alive for 5 s, and Chromium allows 500: to be cleared. */
  readonly _iceCompleteTimer: ReturnType<typeof setTimeout> | undefined
}

class WebRtcConnection implements Connection {
  readonly #role: Role
  readonly #isLane: boolean
  readonly #options: WebRtcOptions
  readonly #handlers: ConnectionHandlers
  readonly #peer: SimplePeer.Instance
  /** Until it is closed: nothing may hold on to it longer. */
  #pc: RTCPeerConnection | undefined
  #described = false
  #closed = false
  #isOpen = false
  #losing: ReturnType<typeof setTimeout> | undefined
  #reach: Reach | undefined
  #askings: readonly ReturnType<typeof setTimeout>[] = []
  #askedAt = 0
  readonly #roundTrips = new RoundTripReader()
  #unsubscribe = () => {}
  #error: Error | undefined

  constructor(
    role: Role,
    kind: ConnectionKind,
    options: WebRtcOptions,
    handlers: ConnectionHandlers,
  ) {
    this.#role = role
    this.#isLane = kind === 'lane'
    this.#options = options
    this.#handlers = handlers
    if (connections.isFull(this.#isLane))
      throw new Error('this page has as many connections as it makes')
    this.#peer = new SimplePeer({
      initiator: role === 'offerer',
      trickle: kind === 'trickle',
      config: { iceServers: this.#iceServers },
    })
    this.#peer.on('signal', data => this.#onLocalSignal(data))
    this.#peer.on('error', error => {
      this.#error = error
    })
    this.#peer.on('close', () => this.#fail(this.#error?.message ?? 'the remote closed'))
    const { _pc: pc, _channel: channel } = this.#peer as unknown as Internals
    if (!pc) return // The browser refused; 'error' and 'close' follow.
    this.#unsubscribe = options.ice?.subscribe(() => this.#renew(pc)) ?? (() => {})
    options.ice?.watch(pc)
    this.#pc = pc
    connections.made()
    pc.addEventListener('iceconnectionstatechange', () => this.#onIceState(pc.iceConnectionState))
    if (channel) this.#adopt(pc, channel)
    // simple-peer's own listener came first, so its wiring of the channel is there to be replaced.
    else pc.addEventListener('datachannel', event => this.#adopt(pc, event.channel))
  }

  signal(signal: RtcSignal): void {
    if (this.#closed || this.#peer.destroyed) return
    try {
      if (signal.kind === 'candidate') this.#addCandidate(signal)
      else this.#describe(signal)
    } catch (error) {
      this.#fail(`bad signal: ${error instanceof Error ? error.message : error}`)
    }
  }

  close(): void {
    this.#closed = true
    this.#destroy()
  }

  #describe({ kind, sdp }: { kind: 'offer' | 'answer'; sdp: string }): void {
    const expected = this.#role === 'offerer' ? 'answer' : 'offer'
    if (kind !== expected || this.#described) throw new Error(`${kind} not expected`)
    this.#described = true
    this.#peer.signal({ type: kind, sdp })
  }

  #addCandidate(signal: RtcSignal & { kind: 'candidate' }): void {
    const { candidate, sdpMid, sdpMLineIndex } = signal
    this.#peer.signal({
      type: 'candidate',
      candidate: new RTCIceCandidate({ candidate, sdpMid, sdpMLineIndex }),
    })
  }

  /** Passes on what makes a connection; renegotiation and media are never wanted. */
  #onLocalSignal(data: SimplePeer.SignalData): void {
    if (this.#closed) return
    if (data.type === 'offer' || data.type === 'answer')
      this.#handlers.onSignal({ kind: data.type, sdp: data.sdp ?? '' })
    else if (data.type === 'candidate') {
      const { candidate, sdpMid, sdpMLineIndex } = data.candidate
      this.#handlers.onSignal({ kind: 'candidate', candidate, sdpMid, sdpMLineIndex })
    }
  }

  /**
   * Open is when the channel is: simple-peer's 'connect' waits for statistics, by polling. Chromium
   * now and then delivers the first message before the 'open' event: it waits for it here.
   */
  #adopt(pc: RTCPeerConnection, raw: RTCDataChannel): void {
    const channel = new RtcChannel(raw, message => this.#fail(message))
    let early: unknown[] | undefined = []
    const open = () => {
      if (this.#closed) return
      channel.maxMessageBytes = Math.min(
        this.#options.maxMessageBytes ?? DEFAULT_MESSAGE_BYTES,
        pc.sctp?.maxMessageSize || BLOCK_BYTES,
      )
      this.#isOpen = true
      this.#handlers.onOpen(channel)
      const waiting = early ?? []
      early = undefined
      for (const data of waiting) this.#onMessage(data)
      this.#watchRoute(pc)
    }
    raw.binaryType = 'arraybuffer'
    raw.onmessage = ({ data }) => {
      if (!early) this.#onMessage(data)
      else if (early.push(data) > MAX_EARLY_MESSAGES)
        this.#fail('too much before the channel opened')
    }
    raw.onbufferedamountlow = () => {
      if (this.#closed) return
      this.#handlers.onDrained(channel.onLow())
      const isDue = performance.now() - this.#askedAt >= ASK_ROUTE_EVERY_MS
      if (isDue && this.#handlers.onRoundTrip) void this.#askRoute(pc)
    }
    if (raw.readyState === 'open') open()
    else raw.addEventListener('open', open, { once: true })
  }

  #onIceState(state: RTCIceConnectionState): void {
    if (this.#closed) return
    if (state === 'connected') this.#handlers.onReached?.()
    clearTimeout(this.#losing)
    if (state === 'disconnected' && this.#isOpen)
      this.#losing = setTimeout(() => this.#handlers.onWayLost?.(), WAY_LOST_AFTER_MS)
  }

  get #iceServers(): RTCIceServer[] {
    const { ice } = this.#options
    return (this.#isLane ? ice?.stunServers : ice?.servers) ?? []
  }

  /** For when it has to look for another way. */
  #renew(pc: RTCPeerConnection): void {
    const iceServers = this.#iceServers
    if (pc.signalingState !== 'closed')
      pc.setConfiguration({ ...pc.getConfiguration(), iceServers })
  }

  #watchRoute(pc: RTCPeerConnection): void {
    if (this.#closed) return
    const ask = () => void this.#askRoute(pc)
    this.#askings = ASK_ROUTE_AFTER_MS.map(delayMs => setTimeout(ask, delayMs))
    pc.sctp?.transport?.iceTransport?.addEventListener('selectedcandidatepairchange', ask)
  }

  async #askRoute(pc: RTCPeerConnection): Promise<void> {
    this.#askedAt = performance.now()
    // What a browser does not tell stays unknown.
    const route = this.#closed ? undefined : await routeOf(pc).catch(() => undefined)
    if (route === undefined || this.#closed) return
    const { reach, roundTrips } = route
    const measured = roundTrips && this.#roundTrips.read(roundTrips)
    if (measured) this.#handlers.onRoundTrip?.(measured.ms, measured.readings)
    if (reach === undefined || reach === this.#reach) return
    this.#reach = reach
    this.#handlers.onReach?.(reach)
  }

  #onMessage(data: unknown): void {
    if (this.#closed) return
    if (data instanceof ArrayBuffer) this.#handlers.onBytes(new Uint8Array(data))
    else this.#fail('the remote sent text')
  }

  #fail(reason: string): void {
    this.#end(reason)
    this.#destroy()
  }

  #end(reason: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#handlers.onClose(reason)
  }

  #destroy(): void {
    this.#unsubscribe()
    clearTimeout(this.#losing)
    for (const asking of this.#askings) clearTimeout(asking)
    if (this.#pc) connections.closed(this.#pc)
    this.#pc = undefined
    clearTimeout((this.#peer as unknown as Internals)._iceCompleteTimer)
    this.#peer.destroy()
  }
}

class RtcChannel implements Channel {
  maxMessageBytes = BLOCK_BYTES
  readonly #raw: RTCDataChannel
  readonly #fail: (reason: string) => void
  /** The queue's height since it last drained. */
  #highBytes = 0

  constructor(raw: RTCDataChannel, fail: (reason: string) => void) {
    this.#raw = raw
    this.#fail = fail
  }

  get bufferedBytes(): number {
    return this.#raw.bufferedAmount
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    try {
      this.#raw.send(bytes)
    } catch (error) {
      // Closing, or the browser's send queue is full (16 MiB in Chromium).
      this.#fail(error instanceof Error ? error.message : String(error))
    }
    this.#mark(Math.max(this.#highBytes, this.#raw.bufferedAmount))
  }

  onLow(): number {
    this.#mark(this.#raw.bufferedAmount)
    return this.#highBytes
  }

  #mark(highBytes: number): void {
    this.#highBytes = highBytes
    this.#raw.bufferedAmountLowThreshold = highBytes >> 1
  }
}
