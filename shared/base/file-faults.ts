/** What may be wrong with a file, or with a quantity in it. Of each kind: the sentence in English, without its full stop. */
import type { Fault } from './faults.ts'
import { QUANTITY_FAULTS, type Subject, subject } from './quantity-faults.ts'

interface Of {
  readonly of: Subject
}
/** The token at which a reader stumbles, in quotes; null: the end of the file. */
interface Found {
  readonly found: string | null
}
/** `beside`: another key that the object has, by which it is known: '"rate"', '"kind": "crash"'. */
interface Keyed extends Of {
  readonly beside: string | null
}

const token = (found: string | null): string => found ?? 'the end of the file'
const keyed = ({ of, beside }: Keyed): string =>
  beside === null ? subject(of) : `${subject(of)} with ${beside}`

export const FILE_FAULTS = {
  // The file as JSON.
  'too-long': ({ most }: { most: number }) => `the file is longer than ${most} characters`,
  empty: () => 'the file is empty',
  'too-deep': ({ most }: { most: number }) => `brackets are nested more than ${most} deep`,
  'key-twice': ({ key }: { key: string }) => `the key "${key}" stands here twice`,
  'comma-too-many': ({ end }: { end: string }) => `"," before "${end}": remove it`,
  'comma-missing': ({ end, found }: Found & { readonly end: string }) =>
    `"," or "${end}" must follow, not ${token(found)}`,
  'no-key': ({ found }: Found) => `a key in "quotes" must stand here, not ${token(found)}`,
  'no-colon': ({ found }: Found) => `":" must stand here, not ${token(found)}`,
  'no-value': ({ found }: Found) => `a value must stand here, not ${token(found)}`,
  'after-end': ({ found }: Found) =>
    `${token(found)} after the end: a bracket too many, or one too few`,
  'no-quotes': ({ found }: Found) => `${token(found)} must stand in "quotes"`,
  'open-text': (_: Found) => 'the text is not closed with " on its line',
  'bad-escape': ({ found }: Found) =>
    `a "\\" in ${token(found)} means nothing: write "\\\\" for a backslash`,
  'bad-unicode': ({ found }: Found) =>
    `"\\u" in ${token(found)} must be followed by four hexadecimal digits`,
  comment: (_: Found) => 'JSON has no comments: remove this one',
  'no-json': ({ found }: Found) => `${token(found)} is not lawful JSON`,
  'no-place': ({ key }: { key: string }) =>
    `there is no "${key}" to set: what it would stand in is no object`,

  // What stands in it.
  'no-text': ({ of, given }: Of & { given: string }) =>
    `${subject(of)} must be text in "quotes", not ${given}`,
  'no-flag': ({ of, given }: Of & { given: string }) =>
    `${subject(of)} must be true or false, not ${given}`,
  'text-length': ({ of, most }: Of & { most: number }) =>
    `${subject(of)} must have 1 to ${most} characters`,
  'no-number': ({ of, least, most, given }: Of & { least: number; most: number; given: string }) =>
    `${subject(of)} must be a number from ${least} to ${most}, not ${given}`,
  'no-whole': ({ of, given }: Of & { given: string }) =>
    `${subject(of)} must be a whole number, not ${given}`,
  'no-choice': ({ of, choices, given }: Of & { choices: string; given: string }) =>
    `${subject(of)} is one of ${choices}, not ${given}`,
  'no-list': ({ of }: Of) => `${subject(of)} must be a list [ … ]`,
  'long-list': ({ of, most }: Of & { most: number }) =>
    `${subject(of)} may have at most ${most} entries`,
  'no-object': ({ of }: Of) => `${subject(of)} must be an object { … }`,
  'unknown-key': ({ of, beside, key, known }: Keyed & { key: string; known: string }) =>
    `${keyed({ of, beside })} has no "${key}" (known: ${known})`,
  'missing-key': ({ of, beside, key }: Keyed & { key: string }) =>
    `${keyed({ of, beside })} lacks "${key}"`,
  /** `keys`: 'cup, bottle'. */
  'missing-one': ({ of, keys }: Of & { keys: string }) =>
    `${subject(of)} lacks ${`${keys}`
      .split(', ')
      .map(key => `"${key}"`)
      .join(' or ')}`,

  ...QUANTITY_FAULTS,
}

export type FileFault = Fault<typeof FILE_FAULTS>
