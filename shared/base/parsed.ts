/** The outcome of checking outside data against a schema: the parsed copy, or where it is bad. */
import * as v from 'valibot'

/** Never what was there: that is hostile text. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string }

/** `knownFields`: those that a problem may name. */
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
