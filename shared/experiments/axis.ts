/** What an experiment changes: one axis runs along x, the other makes the lines of its charts. */

/** As after `--set`: 'torrent.pieces' -> 100. */
export type Settings = { readonly [key: string]: unknown }

export interface Axis {
  readonly name: string
  readonly values: readonly AxisValue[]
  /** Drawn so that doubling takes the same way everywhere. */
  readonly isLog?: boolean
}

export interface AxisValue {
  readonly label: string
  /** Its place on an axis of numbers; without one, values stand side by side. */
  readonly at?: number
  readonly set: Settings
}

/** Numbers, and what each of them sets. */
export const numbers = (
  name: string,
  values: readonly number[],
  set: (at: number) => Settings,
): Axis => ({ name, values: values.map(at => ({ label: `${at}`, at, set: set(at) })) })

/** For what has one line only. */
export const ONE_LINE: Axis = { name: '', values: [{ label: '', set: {} }] }
