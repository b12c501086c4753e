/** Parts of schemas for files (see `JsonFile`). Each message follows the name of its field. */
import * as v from 'valibot'

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const describe = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  return isObject(value) ? 'an object' : JSON.stringify(value)
}

export const text = v.string(({ input }) => `must be text in "quotes", not ${describe(input)}`)

export const flag = v.boolean(({ input }) => `must be true or false, not ${describe(input)}`)

export const textUpTo = (maxLength: number) =>
  v.pipe(
    text,
    v.check(
      ({ length }) => length > 0 && length <= maxLength,
      `must have 1 to ${maxLength} characters`,
    ),
  )

export const number = (min: number, max: number) =>
  v.custom<number>(
    input => typeof input === 'number' && input >= min && input <= max,
    ({ input }) => `must be a number from ${min} to ${max}, not ${describe(input)}`,
  )

export const count = (min: number, max: number) =>
  v.pipe(
    number(min, max),
    v.integer(({ input }) => `must be a whole number, not ${input}`),
  )

export const oneOf = <const T extends string>(choices: readonly T[]) =>
  v.picklist(choices, ({ input }) => `is one of ${choices.join(', ')}, not ${describe(input)}`)

/** Text that `parse` reads, or throws an Error that says why not. */
export const parsed = <T>(parse: (text: string) => T) =>
  v.pipe(
    text,
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      try {
        return parse(dataset.value)
      } catch (error) {
        addIssue({ message: `: ${(error as Error).message}` })
        return NEVER
      }
    }),
  )

export const list = <S extends v.GenericSchema>(item: S, max: number) =>
  v.pipe(v.array(item, 'must be a list [ … ]'), v.maxLength(max, `may have at most ${max} entries`))

/** `which`: in messages, tells this object from others that could stand in the same place. */
export function object<E extends v.ObjectEntries>(entries: E, which = '') {
  const known = Object.keys(entries).join(', ')
  const strict = v.strictObject(entries, ({ expected, input }) =>
    expected === 'never'
      ? `${which}has no "${input}" (known: ${known})`
      : `${which}lacks ${expected}`,
  )
  return v.pipe(v.custom<v.InferInput<typeof strict>>(isObject, 'must be an object { … }'), strict)
}

type Alternatives = Readonly<Record<string, v.ObjectEntries>>
type Output<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>

/** One of several objects, distinguished by a key that only one of them has. */
export function byKey<A extends Alternatives>(alternatives: A) {
  const keys = Object.keys(alternatives)
  const schemas = keys.map(key => object(alternatives[key] as v.ObjectEntries, `with "${key}" `))
  const none = v.pipe(
    object(anyOf(alternatives)),
    v.check(() => false, `lacks ${keys.map(key => `"${key}"`).join(' or ')}`),
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
      object({ [key]: text, ...entries }, `with "${key}": "${value}" `),
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
