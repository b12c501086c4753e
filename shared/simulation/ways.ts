/**
 * Ways between peers that carry nothing for the time being: what is sent waits, as in a reliable
 * channel, and comes in its order once the way is free. Who cuts which ways, and when, is not known here.
 */
import type { Bundle, WireEnds, Wiring } from './wires/wire.ts'

export interface Cut {
  blocks(from: string, to: string): boolean
  /** Something waits because of it. */
  held(): void
}

/** Whether something between these (peers; one alone stands for the server's word to it) comes twice. */
export type Repeat = (...names: readonly string[]) => boolean

export class Ways {
  readonly repeats = new Set<Repeat>()
  readonly #cuts = new Set<Cut>()
  /** Those where something waits. */
  readonly #gates = new Set<Gate>()

  cut(cut: Cut): void {
    this.#cuts.add(cut)
  }

  heal(cut: Cut): void {
    this.#cuts.delete(cut)
    for (const gate of [...this.#gates]) gate.open()
  }

  /** Why the way is blocked, if it is. */
  cutOf(from: string, to: string): Cut | undefined {
    for (const cut of this.#cuts) if (cut.blocks(from, to)) return cut
    return undefined
  }

  /** One way or the other: no connection comes about, and none stays. */
  areBlocked(a: string, b: string): boolean {
    return (this.cutOf(a, b) ?? this.cutOf(b, a)) !== undefined
  }

  /** The same wires, as far as the ways are free. */
  gated(wiring: Wiring): Wiring {
    return {
      wire: (from, to, ends) => {
        const gate = new Gate(ends, this.#gates, () => this.cutOf(from, to))
        const wire = wiring.wire(from, to, gate)
        return {
          send: (bundle, bytes, large) => {
            wire.send(bundle, bytes, large)
            // What a channel drops as double took its room on the line all the same.
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

  /** Lets go what waited, if the way is free. */
  open(): void {
    if (this.#cut() !== undefined) return
    this.#gates.delete(this)
    const waiting = this.#waiting
    this.#waiting = []
    for (const happen of waiting) happen()
  }

  /** What waits would be sent again and again until it came through: its sender is gone. */
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
