/** What a person sets for this tab, or for this browser: told to the session, and remembered. */
import { signal } from '@preact/signals'
import {
  type BitTorrentPolicies,
  HostError,
  type SeedingGoal,
  type Session,
  type Shaping,
} from '../host/api.ts'
import {
  recallAutoStart,
  recallPolicies,
  recallSeedingGoal,
  recallShaping,
  rememberAutoStart,
  rememberPolicies,
  rememberSeedingGoal,
  rememberShaping,
} from './memory.ts'

export class Settings {
  readonly #session: Session
  readonly autoStart = signal(recallAutoStart())
  /** What cannot be set like that, as a sentence. */
  readonly refusal = signal<string | undefined>(undefined)

  constructor(session: Session) {
    this.#session = session
    const shaping = recallShaping()
    if (shaping) this.#try(() => session.setShaping(shaping))
    const goal = recallSeedingGoal()
    if (goal) this.#try(() => session.setSeedingGoal(goal))
    const policies = recallPolicies()
    if (policies) this.#try(() => session.setPolicies({ ...session.policies, ...policies }))
    this.refusal.value = undefined
  }

  setAutoStart(autoStart: boolean): void {
    this.autoStart.value = autoStart
    rememberAutoStart(autoStart)
  }

  /** For this tab, as long as it lives. */
  setShaping(shaping: Shaping): void {
    if (this.#try(() => this.#session.setShaping(shaping))) rememberShaping(shaping)
  }

  /** For all torrents of this browser without a goal of their own. */
  setSeedingGoal(goal: SeedingGoal): void {
    if (this.#try(() => this.#session.setSeedingGoal(goal))) rememberSeedingGoal(goal)
  }

  /** For all torrents of this browser, from now on. */
  setPolicies(policies: BitTorrentPolicies): void {
    if (this.#try(() => this.#session.setPolicies(policies))) rememberPolicies(policies)
  }

  /** True if it was taken; else `refusal` says why not. */
  #try(set: () => void): boolean {
    this.refusal.value = undefined
    try {
      set()
      return true
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      this.refusal.value = error.message
      return false
    }
  }
}
