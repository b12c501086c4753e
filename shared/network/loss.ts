/** Which packets of a link are lost: each with the same chance, or in bursts (Gilbert-Elliott). */
import type { Random } from '../base/random.ts'

/** Each packet is lost with this probability, independently. */
interface RandomLoss {
  readonly share: number
}

/**
 * Two states (Gilbert 1960, Elliott 1963): the probabilities, per packet, of changing state and of
 * being lost in each state. A burst lasts 1 / badToGood packets on average.
 */
interface BurstLoss {
  readonly goodToBad: number
  readonly badToGood: number
  readonly lossInGood: number
  readonly lossInBad: number
}

export type Loss = RandomLoss | BurstLoss

/** Decides for one direction of a link, packet by packet. */
export class LossProcess {
  readonly #loss: Loss
  readonly #random: Random
  #isBad = false

  constructor(loss: Loss, random: Random) {
    this.#loss = loss
    this.#random = random
  }

  /** Is the next packet lost? */
  next(): boolean {
    const loss = this.#loss
    if ('share' in loss) return this.#random() < loss.share
    const isLost = this.#random() < (this.#isBad ? loss.lossInBad : loss.lossInGood)
    if (this.#random() < (this.#isBad ? loss.badToGood : loss.goodToBad)) this.#isBad = !this.#isBad
    return isLost
  }
}
