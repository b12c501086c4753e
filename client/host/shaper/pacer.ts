/**
 * Keeps this tab's flows to the rates that the coordinator gives them on links that tabs share: tells
 * it which flows have something to send, follows its rates, and sends it a heartbeat. The rules are in
 * `Pace`.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Demand } from '../../../shared/network/fair-share.ts'
import { Pace } from '../../../shared/network/pace.ts'
import { BEAT_MS } from '../../../shared/network/rounds.ts'
import type { Clock } from '../clock.ts'
import type { CoordinatorLine } from './coordinator-line.ts'

/** Changes within this time are told together: with the heartbeats, within the server's limit. */
const MIN_INTERVAL_MS = 40
/** The coordinator works out the lanes from a flow's destination. */
const DEMAND: Demand = { lanes: [] }

export interface PacerPorts {
  readonly line: Pick<CoordinatorLine, 'declare' | 'follow' | 'beat' | 'onRates'>
  /** Real time: a lease is about the real line to the server. */
  readonly clock: Clock
  onRates(): void
}

export class Pacer {
  readonly #ports: PacerPorts
  readonly #pace = new Pace<string>()
  readonly #flows = new Map<string, Demand>()
  #isTelling = false
  #toldMs: Millis = Number.NEGATIVE_INFINITY
  #isChanged = false
  #cancelLeaseEnd = () => {}
  #hasLapsed = false
  #isClosed = false

  constructor(ports: PacerPorts) {
    this.#ports = ports
    ports.line.onRates(({ number, declaration, rates }) => {
      if (this.#pace.follow({ number, declaration, rates: new Map(rates) }) === undefined) return
      ports.onRates()
      this.#tellSoon()
    })
    void this.#beat()
  }

  /** A flow to this node has something to send, or (false) has had nothing for a while. */
  setActive(node: string, isActive: boolean): void {
    if (this.#flows.has(node) === isActive) return
    if (isActive) this.#flows.set(node, DEMAND)
    else this.#flows.delete(node)
    this.#isChanged = true
    this.#tellSoon()
  }

  /** Bits per emulated second. */
  rate(node: string): number {
    return this.#pace.rate(node, this.#ports.clock.now())
  }

  /** The coordinator was silent for the length of a lease: all flows stopped. */
  get hasLapsed(): boolean {
    return this.#hasLapsed
  }

  close(): void {
    this.#isClosed = true
    this.#cancelLeaseEnd()
  }

  #tellSoon(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    const { clock } = this.#ports
    clock.after(Math.max(this.#toldMs + MIN_INTERVAL_MS - clock.now(), 0), () => {
      this.#isTelling = false
      this.#toldMs = clock.now()
      if (!this.#isClosed) this.#tell()
    })
  }

  #tell(): void {
    if (this.#isChanged) {
      this.#isChanged = false
      const { number, flows } = this.#pace.declare(this.#flows)
      this.#ports.line.declare({
        number,
        flows: [...flows].map(([to, { since }]) => ({ to, since })),
      })
      // Flows that ended have no rate any more, and those begun again none yet.
      this.#ports.onRates()
    }
    this.#ports.line.follow(this.#pace.followed)
  }

  async #beat(): Promise<void> {
    if (this.#isClosed) return
    this.#ports.clock.after(BEAT_MS, () => void this.#beat())
    const stampMs: Millis = this.#ports.clock.now()
    try {
      await this.#ports.line.beat(this.#pace.followed)
    } catch {
      return // Without an echo the lease runs out.
    }
    this.#pace.echoed(stampMs)
    this.#ports.onRates()
    this.#cancelLeaseEnd()
    const { clock } = this.#ports
    this.#cancelLeaseEnd = clock.after(this.#pace.leaseEndsMs - clock.now(), () => this.#lapse())
  }

  /** There are no rates any more. */
  #lapse(): void {
    this.#hasLapsed = true
    this.#ports.onRates()
  }
}
