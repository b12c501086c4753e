/** What a person sets for this tab, or for this browser: told to the session, and remembered. */
import { signal } from '@preact/signals'
import {
  type BitTorrentPolicies,
  HostError,
  type SeedingGoal,
  type Session,
  type Shaping,
} from '../host/api.ts'
import { errorInWords } from './error-words.ts'
import * as remembered from './remembered.ts'
import { type Say, Saying } from './saying.ts'

export class Settings {
  readonly #session: Session
  readonly autoStart = signal(remembered.autoStart.recall())
  /** Why the last change was refused, as a sentence. */
  readonly refusal = new Saying()

  constructor(session: Session) {
    this.#session = session
    const shaping = remembered.shaping.recall()
    if (shaping) this.#try(() => session.setShaping(shaping))
    const goal = remembered.seedingGoal.recall()
    if (goal) this.#try(() => session.setSeedingGoal(goal))
    const policies = remembered.policies.recall()
    if (policies) this.#try(() => session.setPolicies({ ...session.policies, ...policies }))
    this.refusal.say = undefined
  }

  setAutoStart(autoStart: boolean): void {
    this.autoStart.value = autoStart
    remembered.autoStart.remember(autoStart)
  }

  /** For this tab, until it closes. */
  setShaping(shaping: Shaping): void {
    if (this.#try(() => this.#session.setShaping(shaping))) remembered.shaping.remember(shaping)
  }

  /** For all torrents of this browser without a goal of their own. */
  setSeedingGoal(goal: SeedingGoal): void {
    if (this.#try(() => this.#session.setSeedingGoal(goal))) remembered.seedingGoal.remember(goal)
  }

  /** For all torrents of this browser, from now on. */
  setPolicies(policies: BitTorrentPolicies): void {
    if (this.#try(() => this.#session.setPolicies(policies))) remembered.policies.remember(policies)
  }

  /** True if the session accepted the change; otherwise `refusal` says why not. */
  #try(set: () => void): boolean {
    this.refusal.say = refusalOf(set)
    return this.refusal.say === undefined
  }
}

/** Makes a change. Why it was refused; undefined: it was not. */
export function refusalOf(change: () => void): Say | undefined {
  try {
    change()
    return undefined
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    return () => errorInWords(error)
  }
}
