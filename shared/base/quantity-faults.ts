/**
 * What may be wrong with a quantity: a rate, a time, a size, a share. Apart from the faults of files, as the
 * share page has quantities and no such files.
 */
import type { Fault } from './faults.ts'

/** Of what it is said: the value of a field, one in a list, or the file itself. */
export interface Subject {
  readonly field?: string | undefined
  readonly entryOf?: string | undefined
  /** 'topology'. */
  readonly file?: string | undefined
}

/** '"peers"', 'a link', 'the topology'. */
export function subject({ field, entryOf, file }: Subject): string {
  if (field !== undefined) return `"${field}"`
  if (entryOf === undefined) return `the ${file}`
  return entryOf.endsWith('s') ? `a ${entryOf.slice(0, -1)}` : `an entry of "${entryOf}"`
}

/** `of`: absent where there is no file. */
interface Quantity {
  readonly of?: Subject
  /** As it was written. */
  readonly given: string
}
const at = (of: Subject | undefined): string =>
  of?.field !== undefined || of?.entryOf !== undefined ? `${subject(of)}: ` : ''

export const QUANTITY_FAULTS = {
  'no-quantity': ({ of, given, example }: Quantity & { example: string }) =>
    `${at(of)}a number and a unit, like "${example}", must stand here, not ${given}`,
  'no-unit': ({ of, given, example, known }: Quantity & { example: string; known: string }) =>
    `${at(of)}"${given}" has no unit; it is written like "${example}" (known: ${known})`,
  'strange-unit': ({ of, given, example, known }: Quantity & { example: string; known: string }) =>
    `${at(of)}it is written like "${example}"; "${given}" is not a unit of it (known: ${known})`,
  'rate-zero': ({ of, given }: Quantity) =>
    `${at(of)}a rate must be more than zero, "${given}" is not`,
  'time-negative': ({ of, given }: Quantity) => `${at(of)}a time cannot be negative, "${given}" is`,
  'size-broken': ({ of, given }: Quantity) =>
    `${at(of)}a size must be a whole number of bytes, "${given}" is not`,
  'share-outside': ({ of, given }: Quantity) =>
    `${at(of)}a share lies between 0% and 100%, not "${given}"`,
  'too-large': ({ of, given }: Quantity) => `${at(of)}"${given}" is too large`,

  /** What only readers of one format or one kind of file say. */
  other: ({ english }: { english: string }) => english,
}

export type QuantityFault = Fault<typeof QUANTITY_FAULTS>
