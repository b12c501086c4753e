import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Json, type JsonField, type JsonObject, LineError, parseJson } from './json.ts'

function plain({ value }: Json): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, v]) => [key, plain(v)]))
  if (Array.isArray(value)) return value.map(plain)
  return value
}

describe('as JSON.parse', () => {
  test('every value, however it is spaced', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.constantFrom('', ' ', '\t', '\r\n'),
        (value, space) => {
          const text = JSON.stringify(value, undefined, space)
          expect(plain(parseJson(text))).toEqual(JSON.parse(text))
        },
      ),
    )
  })

  test('refuses what it refuses, and nothing else but keys that stand twice', () => {
    const letters = fc.constantFrom(...'{}[]",:0123.eE+-\\u truefalsn\n')
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 12 }), text => {
        const mine = outcome(() => plain(parseJson(text)))
        if (mine instanceof LineError && mine.reason.endsWith('twice')) return
        const theirs = outcome(() => JSON.parse(text))
        if (theirs instanceof SyntaxError) expect(mine).toBeInstanceOf(LineError)
        else expect(mine).toEqual(theirs)
      }),
      { numRuns: 3000 },
    )
  })
})

function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

test('every value knows its line, keys and values apart', () => {
  const { value } = parseJson('\ufeff{\n  "a":\n    [1,\n2]\n}')
  const a = (value as JsonObject).get('a') as JsonField
  expect([a.keyLine, a.line]).toEqual([2, 3])
  expect((a.value as Json[]).map(({ line }) => line)).toEqual([3, 4])
})
