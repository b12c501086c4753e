/** One place of an emulated network, with a raw shaped channel to another: no protocol above it. */
import type { Channel, RtcSignal } from '../../../client/host/channel/channel.ts'
import { stamped } from '../../../client/host/channel/stamped.ts'
import { webRtc } from '../../../client/host/channel/webrtc.ts'
import type { WorkerClock } from '../../../client/host/clock.ts'
import { newSeed } from '../../../client/host/identity.ts'
import {
  type CoordinatorLine,
  coordinatorLine,
} from '../../../client/host/shaper/coordinator-line.ts'
import { EmulatedNetwork } from '../../../client/host/shaper/emulated-network.ts'
import { connectServer } from '../../../client/host/tracker.ts'
import type { EnterEmulation } from '../../../shared/events/emulation.ts'

export interface FlowPlan {
  readonly id: number
  readonly from: string
  readonly to: string
  readonly startMs: number
  readonly endMs: number
  /** Of each message. */
  readonly bytes: number
  /** From one message to the next; or as many as the line takes. */
  readonly everyMs: number | 'saturate'
}

/** A message that came: when it was to, when the protocol saw it come, and when by the wall. */
export interface Delivery {
  readonly flow: number
  readonly sentMs: number
  readonly dueMs: number
  readonly seenMs: number
  readonly wallMs: number
}

/** Enough to keep any line busy. */
const HIGH_WATER_BYTES = 256 * 1024
/** A flow's number, and when the message was sent. */
const HEADER_BYTES = 16

type Role = 'offerer' | 'answerer'

interface Signalled {
  readonly from: string
  readonly to: string
  readonly signal: RtcSignal
}

/** The tabs of the bench are of one origin: offers and answers need no server. */
const air = new BroadcastChannel('shaper-bench')

export class Station {
  readonly network: EmulatedNetwork
  readonly line: CoordinatorLine
  readonly role: Role
  readonly deliveries: Delivery[] = []
  readonly linked: Promise<void>
  #channel: Channel | undefined
  #onDrained = (): void => undefined
  #hangUp = (): void => undefined

  static async enter(
    place: EnterEmulation,
    clock: WorkerClock,
    role: Role,
    other: string,
  ): Promise<Station> {
    const line = coordinatorLine(connectServer(location.origin))
    const network = await EmulatedNetwork.enter(place, { line, clock, seed: newSeed() })
    return new Station(network, line, role, other)
  }

  private constructor(network: EmulatedNetwork, line: CoordinatorLine, role: Role, other: string) {
    this.network = network
    this.line = line
    this.role = role
    this.linked = this.#link(network.node, other)
  }

  #link(from: string, to: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const connection = stamped(this.network, webRtc())(this.role, {
        onSignal: signal => air.postMessage({ from, to, signal } satisfies Signalled),
        onOpen: channel => {
          this.#channel = channel
          resolve()
        },
        onBytes: bytes => this.#deliver(bytes),
        onDrained: () => this.#onDrained(),
        onClose: reason => reject(new Error(`${from} to ${to}: ${reason}`)),
      })
      const listen = ({ data }: MessageEvent<Signalled>) => {
        if (data.from === to && data.to === from) connection.signal(data.signal)
      }
      air.addEventListener('message', listen)
      this.#hangUp = () => {
        air.removeEventListener('message', listen)
        connection.close()
      }
    })
  }

  carry(flow: FlowPlan): void {
    const { everyMs } = flow
    const start = everyMs === 'saturate' ? () => this.#fill(flow) : () => this.#tick(flow, everyMs)
    this.network.clock.at(flow.startMs, start)
  }

  leave(): void {
    this.#hangUp()
    this.network.close()
  }

  #fill(flow: FlowPlan): void {
    while (this.#channel && this.network.clock.now() < flow.endMs) {
      if (this.#channel.bufferedBytes >= HIGH_WATER_BYTES) break
      this.#send(this.#channel, flow)
    }
    this.#onDrained = () => this.#fill(flow)
  }

  #tick(flow: FlowPlan, everyMs: number): void {
    const { clock } = this.network
    if (!this.#channel || clock.now() >= flow.endMs) return
    this.#send(this.#channel, flow)
    clock.after(everyMs, () => this.#tick(flow, everyMs))
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
