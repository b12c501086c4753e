/** What came of checking seeds, in words. */
import { FAULT_KINDS, type FaultKind } from '../../shared/simulation/faults/fault.ts'
import type { Failure, Verdict } from '../../shared/simulation/invariants/checked-run.ts'
import { INVARIANTS } from '../../shared/simulation/invariants/invariant.ts'

/** From this number of seeds on, a kind of fault that never made a difference is itself a fault. */
const ENOUGH_SEEDS = 200

export class Tally {
  #seeds = 0
  #events = 0
  readonly #fired = new Map<FaultKind, number>(FAULT_KINDS.map(kind => [kind, 0]))
  readonly #failures = new Map<number, Failure>()

  add(seed: number, { events, fired, failure }: Verdict): void {
    this.#seeds++
    this.#events += events
    for (const kind of fired) this.#fired.set(kind, (this.#fired.get(kind) ?? 0) + 1)
    if (failure) this.#failures.set(seed, failure)
  }

  get seeds(): number {
    return this.#seeds
  }

  get hasFailed(): boolean {
    return this.#failures.size > 0
  }

  get troubles(): string[] {
    const failed = [...this.#failures].sort(([a], [b]) => a - b)
    const idle = [...this.#fired].flatMap(([kind, times]) => (times === 0 ? kind : []))
    return [
      ...failed.map(([seed, failure]) => describe(seed, failure)),
      ...(this.#seeds >= ENOUGH_SEEDS && idle.length > 0
        ? [`These faults never made a difference: ${idle.join(', ')}.`]
        : []),
    ]
  }

  get summary(): string {
    const counts = [...this.#fired].filter(([, times]) => times > 0)
    const made = counts.map(([kind, times]) => `${kind} ${times}`).join(', ')
    const held = this.#seeds - this.#failures.size
    return (
      `${held} of ${this.#seeds} seeds hold, ${this.#events.toLocaleString('en')} events.\n` +
      `Faults, and in how many seeds each made a difference: ${made || 'none'}.`
    )
  }
}

function describe(seed: number, { invariant, detail, event, atMs }: Failure): string {
  return [
    `Seed ${seed} broke at event ${event}, ${(atMs / 1000).toFixed(3)} s: "${INVARIANTS[invariant]}".`,
    detail,
    `Repeat with: npm run check-seeds -- --seed ${seed}`,
  ].join('\n')
}
