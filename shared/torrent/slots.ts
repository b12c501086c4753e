/** Choking by slots (BEP 3): the best by rate and one by chance are served side by side. */
import type { LinkId, Millis } from '../base/ids.ts'
import { type Random, shuffle } from '../base/random.ts'
import { type Candidate, chooseUnchoked, OPTIMISTIC_MS, RECHOKE_MS } from './choker.ts'
import type { Choking, ChokingOutput } from './choking.ts'
import type { ExchangeContext } from './context.ts'
import type { Remote } from './remote.ts'

/** A remote counts as new, and is favoured by the optimistic slot, for so long (BEP 3 clients: 45 s). */
const NEWCOMER_MS = 45_000

export class Slots implements Choking {
  readonly #context: ExchangeContext
  readonly #slots: number
  readonly #random: Random
  readonly #output: ChokingOutput
  #optimistic: LinkId | undefined
  #nextRechokeAt: Millis
  #nextRotationAt: Millis
  readonly nextDeadline = undefined
  readonly order = undefined

  constructor(
    context: ExchangeContext,
    slots: number,
    random: Random,
    output: ChokingOutput,
    now: Millis,
  ) {
    this.#context = context
    this.#slots = slots
    this.#random = random
    this.#output = output
    this.#nextRechokeAt = now + RECHOKE_MS
    this.#nextRotationAt = now + OPTIMISTIC_MS
  }

  /** A free slot is given at once; otherwise the remote waits for the next round of choking. */
  onInterested(remote: Remote): void {
    if (remote.amChoking) this.#fill()
  }

  /** Its slot is free: unchoked still, it would be one too many when it is interested again. */
  onNotInterested(remote: Remote): void {
    this.#output.choke(remote)
    this.#fill()
  }

  leave(): void {
    this.#fill()
  }

  onRequest(): void {}
  onProgress(): void {}

  tick(now: Millis): void {
    if (now < this.#nextRechokeAt) return
    this.#nextRechokeAt = now + RECHOKE_MS
    const rotate = now >= this.#nextRotationAt
    if (rotate) this.#nextRotationAt = now + OPTIMISTIC_MS
    this.#rechoke(now, rotate)
  }

  #rechoke(now: Millis, rotate: boolean): void {
    const seeding = this.#context.wanted.isComplete
    const candidates: Candidate[] = []
    for (const remote of this.#context.remotes.values()) {
      candidates.push({
        link: remote.link,
        interested: remote.peerInterested,
        snubbed: !seeding && remote.snubbed,
        rate: (seeding ? remote.up : remote.down).rate(now),
        newcomer: now - remote.joinedAt < NEWCOMER_MS,
      })
    }
    const choice = chooseUnchoked(candidates, this.#slots, this.#optimistic, rotate, this.#random)
    this.#optimistic = choice.optimistic
    for (const remote of this.#context.remotes.values()) {
      if (choice.unchoked.has(remote.link)) this.#output.unchoke(remote)
      else this.#output.choke(remote)
    }
  }

  /** A slot came free between two rounds: given away at once, nobody is choked for it. */
  #fill(): void {
    const served: Remote[] = []
    const hungry: Remote[] = []
    for (const remote of this.#context.remotes.values()) {
      if (remote.peerInterested) (remote.amChoking ? hungry : served).push(remote)
    }
    shuffle(this.#random, hungry)
    for (const remote of hungry.slice(0, Math.max(0, this.#slots + 1 - served.length))) {
      this.#output.unchoke(remote)
    }
  }
}
