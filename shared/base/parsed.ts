/** The outcome of parsing data from outside by a schema: a copy, or which field is bad. */
import * as v from 'valibot'

/** It never quotes the input, which may be hostile. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string }

/** `knownFields`: the fields that a problem may name. */
export function parse<T>(
  schema: v.GenericSchema<unknown, T>,
  input: unknown,
  knownFields: ReadonlySet<string>,
): Parsed<T> {
  const result = v.safeParse(schema, input, { abortEarly: true })
  if (result.success) return { ok: true, value: result.output }
  const field = result.issues[0].path?.[0]?.key
  const known = typeof field === 'string' && knownFields.has(field)
  return { ok: false, problem: known ? `bad or missing field ${field}` : 'unexpected shape' }
}
