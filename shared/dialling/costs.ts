/** What connections in the making cost, who pays, and what comes back once they are links. */
import { FairBudget, type FairLimits, type Taken } from '../base/fair-budget.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import {
  type AnswerBudget,
  type Answered,
  type Answering,
  type Sponsor,
  sponsorOf,
} from './answer-budget.ts'
import type { Referrals } from './referrals.ts'
import { isVouched, type TrackerUrl, type Way } from './way.ts'

/**
 * Dials that come to nothing, in a minute: the members that the server lists, and those of whom others
 * tell, may be made up by the hundred. A newcomer to a full swarm hears 60 refusals.
 */
const FAILED_BY_SERVER = perMinute(90)
/** While we are called in vain: the server's list is then full of who calls. */
const FAILED_WHILE_FLOODED = 12
const FAILED_BY_RELAYS = perMinute(30)

export type Cost =
  | { readonly of: 'dial'; readonly way: Way; readonly taken: Taken }
  | ({ readonly of: 'answer' } & Answering)
  /** The connection was there before: one of our open offers. */
  | { readonly of: 'open answer'; readonly sponsor: Sponsor }

export class Costs {
  readonly #answers: AnswerBudget
  readonly #referrals: Referrals
  readonly #byServer = new FairBudget(FAILED_BY_SERVER)
  readonly #byRelays = new FairBudget(FAILED_BY_RELAYS)
  /** Of links that we answered for: by whom, and since when they are open. */
  readonly #open = new Map<LinkId, Answered & { readonly at: Millis }>()

  constructor(answers: AnswerBudget, referrals: Referrals) {
    this.#answers = answers
    this.#referrals = referrals
  }

  /** Undefined if there is no more for it. */
  ofDial(way: Way, now: Millis): Cost | undefined {
    const isFlooded = isVouched(way) && this.#answers.isFlooded(now)
    if (isFlooded && this.#byServer.taken(now) >= FAILED_WHILE_FLOODED) return undefined
    const taken = this.#dials(way).take(`${way}`, now)
    return taken && { of: 'dial', way, taken }
  }

  mayAnswer(sponsor: Sponsor, remote: PeerId, now: Millis): boolean {
    return this.#answers.mayAnswer(sponsor, remote, now)
  }

  ofAnswer(sponsor: Sponsor, remote: PeerId, now: Millis): Cost {
    return { of: 'answer', ...this.#answers.answer(sponsor, remote, now) }
  }

  ofOpenAnswer(tracker: TrackerUrl): Extract<Cost, { readonly of: 'open answer' }> {
    return { of: 'open answer', sponsor: sponsorOf(tracker) }
  }

  ofGarbage(sponsor: Sponsor, now: Millis): void {
    this.#answers.noteGarbage(sponsor, now)
  }

  mayRefuse(sponsor: Sponsor, now: Millis): boolean {
    return this.#answers.mayRefuse(sponsor, now)
  }

  failed(cost: Cost, now: Millis): void {
    if (cost.of === 'dial' && typeof cost.way === 'number') this.#referrals.misled(cost.way, now)
  }

  opened(link: LinkId, cost: Cost, now: Millis): void {
    if (cost.of === 'answer') {
      this.#answers.opened(cost)
      this.#open.set(link, { sponsor: cost.sponsor, remote: cost.remote, at: now })
    } else if (cost.of === 'dial') {
      this.#dials(cost.way).giveBack(cost.taken)
      if (typeof cost.way === 'number') this.#referrals.led(cost.way)
    }
  }

  /** A link is over, for whatever reason. */
  closed(link: LinkId, now: Millis): void {
    const open = this.#open.get(link)
    this.#open.delete(link)
    if (open) this.#answers.closed(open, open.at, now)
  }

  #dials(way: Way): FairBudget {
    return isVouched(way) ? this.#byServer : this.#byRelays
  }
}

function perMinute(inAll: number): FairLimits {
  return { windowMs: 60_000, perSender: inAll, inAll, reserve: 0, sure: 0 }
}
