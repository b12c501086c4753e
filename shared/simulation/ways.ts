/** Blocked ways between peers: messages wait, as in a reliable channel, and arrive in order later. */
import type { Bundle, WireEnds, Wiring } from './wires/wire.ts'

export interface Cut {
  blocks(from: string, to: string): boolean
  /** A message waits because of it. */
  held(): void
}

/** Whether a message between these comes twice; one name alone means from the server to that peer. */
export type Repeat = (...names: readonly string[]) => boolean

export class Ways {
  readonly repeats = new Set<Repeat>()
  readonly #cuts = new Set<Cut>()
  /** Gates with waiting messages. */
  readonly #gates = new Set<Gate>()

  cut(cut: Cut): void {
    this.#cuts.add(cut)
  }

  heal(cut: Cut): void {
    this.#cuts.delete(cut)
    for (const gate of [...this.#gates]) gate.open()
  }

  cutOf(from: string, to: string): Cut | undefined {
    for (const cut of this.#cuts) if (cut.blocks(from, to)) return cut
    return undefined
  }

  /** Blocked in either direction: connections fail or break. */
  areBlocked(a: string, b: string): boolean {
    return (this.cutOf(a, b) ?? this.cutOf(b, a)) !== undefined
  }

  /** The same wiring with gates, which hold messages back while a way is blocked. */
  gated(wiring: Wiring): Wiring {
    return {
      wire: (from, to, ends) => {
        const gate = new Gate(ends, this.#gates, () => this.cutOf(from, to))
        const wire = wiring.wire(from, to, gate)
        return {
          send: (bundle, bytes, large) => {
            wire.send(bundle, bytes, large)
            // A duplicate that the channel drops has used the line all the same.
            for (const repeat of this.repeats) if (repeat(from, to)) wire.send([], bytes, false)
          },
          close: () => {
            wire.close()
            gate.close()
          },
        }
      },
    }
  }
}

class Gate implements WireEnds {
  readonly #ends: WireEnds
  readonly #gates: Set<Gate>
  readonly #cut: () => Cut | undefined
  #waiting: (() => void)[] = []
  #isClosed = false

  constructor(ends: WireEnds, gates: Set<Gate>, cut: () => Cut | undefined) {
    this.#ends = ends
    this.#gates = gates
    this.#cut = cut
  }

  departed(bytes: number): void {
    this.#pass(() => this.#ends.departed(bytes))
  }

  arrived(bundle: Bundle): void {
    this.#pass(() => this.#ends.arrived(bundle))
  }

  open(): void {
    if (this.#cut() !== undefined) return
    this.#gates.delete(this)
    const waiting = this.#waiting
    this.#waiting = []
    for (const happen of waiting) happen()
  }

  /** Drops what waits: its sender is gone and cannot send it again. */
  close(): void {
    this.#isClosed = true
    this.#gates.delete(this)
    this.#waiting = []
  }

  #pass(happen: () => void): void {
    const cut = this.#cut()
    if (cut === undefined && this.#waiting.length === 0) {
      happen()
      return
    }
    cut?.held()
    if (this.#isClosed) return
    this.#gates.add(this)
    this.#waiting.push(happen)
  }
}
