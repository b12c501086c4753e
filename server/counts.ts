/** What this process has done since it began: plain numbers, which cost nothing until somebody asks for them. */
export const DOORS = ['socket.io', 'webtorrent'] as const
export type Door = (typeof DOORS)[number]

export class Counts {
  readonly #byName = new Map<string, Map<string, number>>()

  /** `label`: one of few, never what a visitor says. */
  add(name: CountName, label: string): void {
    const labels = this.#byName.get(name) ?? new Map<string, number>()
    labels.set(label, (labels.get(label) ?? 0) + 1)
    this.#byName.set(name, labels)
  }

  of(name: CountName): ReadonlyMap<string, number> {
    return this.#byName.get(name) ?? new Map()
  }
}

/** `budgets`: what a visitor was refused, or lost its connection for. */
export type CountName = 'announces' | 'refused announces' | 'offers' | 'budgets'
