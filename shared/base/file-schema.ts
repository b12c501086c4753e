/**
 * Parts of schemas for files (see `JsonFile`). A message is a fault that does not say yet of what, as JSON: valibot
 * has room for a text alone. A plain text follows the name of its field, in English.
 */
import * as v from 'valibot'
import { FaultError } from './faults.ts'
import type { FileFault } from './file-faults.ts'
import { type Subject, subject } from './quantity-faults.ts'

type WithoutOf<F> = F extends unknown ? Omit<F, 'of'> : never

const message = (fault: WithoutOf<FileFault>): string => JSON.stringify(fault)

/** What the message of an issue says of this. */
export function faultIn(message: string, of: Subject): FileFault {
  if (message.startsWith('{"is":')) return { ...JSON.parse(message), of }
  return { is: 'other', english: `${subject(of)}${message.startsWith(':') ? '' : ' '}${message}` }
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const describe = (value: unknown): string => {
  if (Array.isArray(value)) return '[ … ]'
  return isObject(value) ? '{ … }' : JSON.stringify(value)
}

export const text = v.string(({ input }) => message({ is: 'no-text', given: describe(input) }))

export const flag = v.boolean(({ input }) => message({ is: 'no-flag', given: describe(input) }))

export const textUpTo = (maxLength: number) =>
  v.pipe(
    text,
    v.check(
      ({ length }) => length > 0 && length <= maxLength,
      message({ is: 'text-length', most: maxLength }),
    ),
  )

export const number = (least: number, most: number) =>
  v.custom<number>(
    input => typeof input === 'number' && input >= least && input <= most,
    ({ input }) => message({ is: 'no-number', least, most, given: describe(input) }),
  )

export const count = (min: number, max: number) =>
  v.pipe(
    number(min, max),
    v.integer(({ input }) => message({ is: 'no-whole', given: `${input}` })),
  )

export const oneOf = <const T extends string>(choices: readonly T[]) =>
  v.picklist(choices, ({ input }) =>
    message({ is: 'no-choice', choices: choices.join(', '), given: describe(input) }),
  )

/** Text that `parse` reads, or throws an Error that says why not. */
export const parsed = <T>(parse: (text: string) => T) =>
  v.pipe(
    text,
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      try {
        return parse(dataset.value)
      } catch (error) {
        addIssue({
          message:
            error instanceof FaultError
              ? message(error.fault as FileFault)
              : `: ${(error as Error).message}`,
        })
        return NEVER
      }
    }),
  )

export const list = <S extends v.GenericSchema>(item: S, max: number) =>
  v.pipe(
    v.array(item, message({ is: 'no-list' })),
    v.maxLength(max, message({ is: 'long-list', most: max })),
  )

/** `beside`: in messages, tells this object from others that could stand in the same place. */
export function object<E extends v.ObjectEntries>(entries: E, beside: string | null = null) {
  const known = Object.keys(entries).join(', ')
  const strict = v.strictObject(entries, ({ expected, input }) =>
    message(
      expected === 'never'
        ? { is: 'unknown-key', beside, key: `${input}`, known }
        : { is: 'missing-key', beside, key: JSON.parse(`${expected}`) },
    ),
  )
  return v.pipe(
    v.custom<v.InferInput<typeof strict>>(isObject, message({ is: 'no-object' })),
    strict,
  )
}

type Alternatives = Readonly<Record<string, v.ObjectEntries>>
type Output<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>

/** One of several objects, distinguished by a key that only one of them has. */
export function byKey<A extends Alternatives>(alternatives: A) {
  const keys = Object.keys(alternatives)
  const schemas = keys.map(key => object(alternatives[key] as v.ObjectEntries, `"${key}"`))
  const none = v.pipe(
    object(anyOf(alternatives)),
    v.check(() => false, message({ is: 'missing-one', keys: keys.join(', ') })),
  )
  const choose = (input: unknown) =>
    schemas[keys.findIndex(key => Object.hasOwn(Object(input), key))] ?? none
  return v.lazy<v.GenericSchema>(choose) as v.GenericSchema<
    unknown,
    { [K in keyof A]: Output<A[K]> }[keyof A]
  >
}

/** One of several objects, distinguished by the value of one key. */
export function byValue<Key extends string, A extends Alternatives>(key: Key, alternatives: A) {
  const schemas = new Map(
    Object.entries(alternatives).map(([value, entries]) => [
      value,
      object({ [key]: text, ...entries }, `"${key}": "${value}"`),
    ]),
  )
  const none = object({ [key]: oneOf(Object.keys(alternatives)), ...anyOf(alternatives) })
  const choose = (input: unknown) => schemas.get(Object(input)[key]) ?? none
  return v.lazy<v.GenericSchema>(choose) as v.GenericSchema<
    unknown,
    { [K in keyof A]: { [Name in Key]: K } & Output<A[K]> }[keyof A]
  >
}

/** For an object that is none of them: all keys that it could have. */
const anyOf = (alternatives: Alternatives): v.ObjectEntries =>
  Object.fromEntries(
    Object.values(alternatives).flatMap(entries =>
      Object.keys(entries).map(key => [key, v.optional(v.unknown())]),
    ),
  )
