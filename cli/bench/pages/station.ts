/** One place of an emulated network, with raw shaped channels to others: no protocol above them. */
import type { Channel, RtcSignal } from '../../../client/host/channel/channel.ts'
import { stamped } from '../../../client/host/channel/stamped.ts'
import { webRtc } from '../../../client/host/channel/webrtc.ts'
import type { CoordinatorLine } from '../../../client/host/shaper/coordinator-line.ts'
import type { EmulatedNetwork } from '../../../client/host/shaper/emulated-network.ts'
import type { Delivery, FlowPlan } from '../shaper/orders.ts'

/** Enough to keep any line busy. */
const HIGH_WATER_BYTES = 256 * 1024
/** A flow's number, and when the message was sent. */
const HEADER_BYTES = 16

interface Carried {
  readonly from: string
  readonly to: string
  readonly signal: RtcSignal
}

/** The tabs of the bench are of one origin: offers and answers need no server. */
const air = new BroadcastChannel('shaper-bench')

export class Station {
  readonly network: EmulatedNetwork
  readonly deliveries: Delivery[] = []
  readonly #channels = new Map<string, Channel>()
  readonly #links: Promise<void>[] = []
  readonly #hungUp: (() => void)[] = []
  readonly #onDrained = new Map<string, () => void>()

  readonly line: CoordinatorLine

  constructor(network: EmulatedNetwork, line: CoordinatorLine) {
    this.network = network
    this.line = line
  }

  async linked(): Promise<void> {
    await Promise.all(this.#links)
  }

  link(to: string, role: 'offerer' | 'answerer'): void {
    const from = this.network.node
    const link = new Promise<void>((resolve, reject) => {
      const connection = stamped(this.network, webRtc())(role, {
        onSignal: signal => air.postMessage({ from, to, signal } satisfies Carried),
        onOpen: channel => {
          this.#channels.set(to, channel)
          resolve()
        },
        onBytes: bytes => this.#deliver(bytes),
        onDrained: () => this.#onDrained.get(to)?.(),
        onClose: reason => reject(new Error(`${from} to ${to}: ${reason}`)),
      })
      const listen = ({ data }: MessageEvent<Carried>) => {
        if (data.from === to && data.to === from) connection.signal(data.signal)
      }
      air.addEventListener('message', listen)
      this.#hungUp.push(() => {
        air.removeEventListener('message', listen)
        connection.close()
      })
    })
    this.#links.push(link)
  }

  carry(flow: FlowPlan): void {
    const { clock } = this.network
    const start = flow.everyMs === 'saturate' ? () => this.#fill(flow) : () => this.#tick(flow)
    clock.at(flow.startMs, start)
  }

  leave(): void {
    for (const hangUp of this.#hungUp) hangUp()
    this.network.close()
  }

  #fill(flow: FlowPlan): void {
    const channel = this.#channels.get(flow.to)
    while (channel && this.network.clock.now() < flow.endMs) {
      if (channel.bufferedBytes >= HIGH_WATER_BYTES) break
      this.#send(channel, flow)
    }
    this.#onDrained.set(flow.to, () => this.#fill(flow))
  }

  #tick(flow: FlowPlan): void {
    const channel = this.#channels.get(flow.to)
    const { clock } = this.network
    if (!channel || clock.now() >= flow.endMs) return
    this.#send(channel, flow)
    clock.after(flow.everyMs as number, () => this.#tick(flow))
  }

  #send(channel: Channel, { id, bytes }: FlowPlan): void {
    const message = new Uint8Array(Math.max(bytes, HEADER_BYTES))
    const view = new DataView(message.buffer)
    view.setUint32(0, id)
    view.setFloat64(8, this.network.clock.now())
    channel.send(message)
  }

  #deliver(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const seenMs = this.network.clock.now()
    this.deliveries.push({
      flow: view.getUint32(0),
      sentMs: view.getFloat64(8),
      dueMs: seenMs - this.network.lateness.lastMs,
      seenMs,
      wallMs: this.network.wallMs(),
    })
  }
}
