/**
 * What the offers of others may cost us. Each that we answer is a connection of the browser, which has
 * some 500 and counts a closed one until the garbage is collected; and who offers need not have WebRTC
 * at all. So connections that come to nothing are counted, for everybody who vouches for offers and in
 * all. One budget serves all torrents of a tab.
 */
import { FairBudget, type FairLimits, type Taken } from '../base/fair-budget.ts'
import type { Millis, PeerId } from '../base/ids.ts'
import { isVouched, SERVER, type Way } from './way.ts'

/** Who answers for an offer: an address, as our server tells them apart; a relay; another tracker. */
export interface Sponsor {
  readonly name: string
  readonly isVouched: boolean
}

export const sponsorOf = (way: Way, group?: number): Sponsor => ({
  name: way === SERVER && group !== undefined ? `${SERVER} ${group}` : `${way}`,
  isVouched: isVouched(way),
})

const WINDOW_MS = 60_000
/** A lecture hall is one address. Twenty hostile ones leave something for the next. */
const VOUCHED: FairLimits = {
  windowMs: WINDOW_MS,
  perSender: 20,
  inAll: 26,
  reserve: 22,
  sure: 1,
}
/** More of them in vain are no accident. */
const FLOOD = 15
/** Of offers that are no SDP, which nobody honest makes: as many as are a flood. */
const GARBAGE: FairLimits = {
  windowMs: WINDOW_MS,
  perSender: FLOOD,
  inAll: FLOOD,
  reserve: 0,
  sure: 0,
}
/** By relays and other trackers, where anybody can make up names. */
const UNVOUCHED: FairLimits = {
  windowMs: WINDOW_MS,
  perSender: 12,
  inAll: 16,
  reserve: 8,
  sure: 1,
}
/** Under one name: who fails dials again after 2, 4, 8, 16 and 32 s. */
const ANSWERS_TO_ONE: FairLimits = {
  windowMs: WINDOW_MS,
  perSender: 6,
  inAll: Number.POSITIVE_INFINITY,
  reserve: 0,
  sure: 0,
}
/** A refusal saves who offers a wait of 20 s. Beyond this they are silent: a flood is not to be echoed. */
const REFUSALS: FairLimits = {
  windowMs: WINDOW_MS,
  perSender: 60,
  inAll: 180,
  reserve: 60,
  sure: 3,
}
/** A link that ends sooner has proved nothing. */
const BRIEF_LINK_MS = 5_000

export interface Answered {
  readonly sponsor: Sponsor
  readonly remote: PeerId
}

export interface Answering extends Answered {
  readonly taken: readonly Taken[]
}

export class AnswerBudget {
  readonly #vouched = new FairBudget(VOUCHED)
  readonly #unvouched = new FairBudget(UNVOUCHED)
  readonly #garbage = new FairBudget(GARBAGE)
  readonly #toOne = new FairBudget(ANSWERS_TO_ONE)
  readonly #refusals = new FairBudget(REFUSALS)

  mayAnswer(sponsor: Sponsor, remote: PeerId, now: Millis): boolean {
    return this.#of(sponsor).has(sponsor.name, now) && this.#toOne.has(nameOf(sponsor, remote), now)
  }

  /** A connection is made. */
  answer(sponsor: Sponsor, remote: PeerId, now: Millis): Answering {
    const taken = [
      this.#of(sponsor).charge(sponsor.name, now),
      this.#toOne.charge(nameOf(sponsor, remote), now),
    ]
    return { sponsor, remote, taken }
  }

  /** It became a link. */
  opened({ sponsor, taken: [answer, toOne] }: Answering): void {
    if (answer) this.#of(sponsor).giveBack(answer)
    if (toOne) this.#toOne.giveBack(toOne)
  }

  /** The link is over. */
  closed({ sponsor, remote }: Answered, openedAt: Millis, now: Millis): void {
    if (now - openedAt < BRIEF_LINK_MS) this.answer(sponsor, remote, now)
  }

  /** It makes no connection. */
  noteGarbage(sponsor: Sponsor, now: Millis): void {
    if (sponsor.isVouched) this.#garbage.take(sponsor.name, now)
  }

  /** Strangers have called of late, and no link came of it. */
  isFlooded(now: Millis): boolean {
    return this.#vouched.taken(now) + this.#garbage.taken(now) >= FLOOD
  }

  mayRefuse(sponsor: Sponsor, now: Millis): boolean {
    return this.#refusals.take(sponsor.name, now) !== undefined
  }

  #of({ isVouched }: Sponsor): FairBudget {
    return isVouched ? this.#vouched : this.#unvouched
  }
}

/** The name of somebody may be used by others, who come by other ways. */
const nameOf = (sponsor: Sponsor, remote: PeerId): string => `${sponsor.name} ${remote}`
