/** What this process has done since it began: plain numbers, which cost nothing until somebody asks for them. */
export const DOORS = ['socket.io', 'webtorrent'] as const
export type Door = (typeof DOORS)[number]

export class Counts {
  readonly #byName: Readonly<Record<CountName, Map<string, number>>> = {
    announces: new Map(),
    'refused announces': new Map(),
    offers: new Map(),
    budgets: new Map(),
  }

  /** `label`: one of few, never what a visitor says. */
  add(name: CountName, label: string): void {
    const labels = this.#byName[name]
    labels.set(label, (labels.get(label) ?? 0) + 1)
  }

  of(name: CountName): ReadonlyMap<string, number> {
    return this.#byName[name]
  }
}

/** `budgets`: what a visitor was refused, or lost its connection for. */
export type CountName = 'announces' | 'refused announces' | 'offers' | 'budgets'
