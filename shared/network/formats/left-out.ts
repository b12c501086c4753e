/** What a reader could not take over, in sentences that name the lines. */

/** Lines named in one sentence; of the others the number is said. */
const MAX_LINES_NAMED = 5
/** Kinds of things left out: one more sentence says that there are more. */
const MAX_SENTENCES = 20

export class LeftOut {
  readonly #lines = new Map<string, number[]>()
  #more = 0

  /** `what`: a sentence without its full stop, the same for everything of its kind. */
  add(what: string, line?: number): void {
    const known = this.#lines.get(what)
    if (known) known.push(...(line === undefined ? [] : [line]))
    else if (this.#lines.size < MAX_SENTENCES)
      this.#lines.set(what, line === undefined ? [] : [line])
    else this.#more++
  }

  get sentences(): string[] {
    const all = [...this.#lines].map(([what, lines]) => `${whereOf(lines)}${what}.`)
    return this.#more === 0 ? all : [...all, `There are ${this.#more} more things of other kinds.`]
  }
}

/** 'Line 3: ', 'Lines 3, 5 and 2 more: ', or nothing. */
function whereOf(all: readonly number[]): string {
  const lines = [...new Set(all)]
  const named = lines.slice(0, MAX_LINES_NAMED)
  if (lines.length === 0) return ''
  if (lines.length === 1) return `Line ${lines[0]}: `
  const rest = lines.length - named.length
  if (rest > 0) return `Lines ${named.join(', ')} and ${rest} more: `
  return `Lines ${named.slice(0, -1).join(', ')} and ${named.at(-1)}: `
}
