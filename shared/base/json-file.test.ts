import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { byKey, byValue, count, flag, list, object, oneOf, text } from './file-schema.ts'
import { FileError, JsonFile } from './json-file.ts'

const open = (content: string) => new JsonFile(content, 'menu', 1_000)
const read = (content: string) => open(content).read(v.unknown())

function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('as JSON.parse', () => {
  test('every value, however it is spaced', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.constantFrom('', ' ', '\t', '\r\n'),
        (value, space) => {
          const content = JSON.stringify(value, undefined, space)
          const file = new JsonFile(content, 'menu', Number.POSITIVE_INFINITY)
          expect(file.read(v.unknown())).toEqual(JSON.parse(content))
        },
      ),
    )
  })

  test('refuses what it refuses, and nothing else but keys that stand twice', () => {
    const letters = fc.constantFrom(...'{}[]",:0123.eE+-\\u/* truefalsn\n')
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 12 }), content => {
        const mine = outcome(() => read(content))
        if (mine instanceof FileError && mine.reason.endsWith('twice')) return
        const theirs = outcome(() => JSON.parse(content))
        if (theirs instanceof SyntaxError) expect(mine).toBeInstanceOf(FileError)
        else expect(mine).toEqual(theirs)
      }),
      { numRuns: 3000 },
    )
  })

  test('a byte order mark is no part of the text', () => {
    expect(read('\ufeff[1]')).toEqual([1])
  })
})

const MENU = object({
  name: text,
  plates: v.optional(list(object({ name: text, spicy: v.optional(flag) }), 3), []),
  drink: v.optional(
    byKey({
      cup: { cup: oneOf(['tea', 'coffee']), sugar: v.optional(count(0, 3)) },
      bottle: { bottle: text },
    }),
  ),
  pay: v.optional(byValue('by', { cash: {}, card: { number: text } })),
})

describe('a value that is not as the schema says', () => {
  test.each([
    ['[]', 1, 1, 'the menu must be an object { … }'],
    ['{\n "naem": "x" }', 2, 2, 'the menu has no "naem" (known: name, plates, drink, pay)'],
    ['\n {}', 2, 2, 'the menu lacks "name"'],
    ['{ "name":\n  7 }', 2, 3, '"name" must be text in "quotes", not 7'],
    ['{ "name": "x", "plates": {} }', 1, 26, '"plates" must be a list [ … ]'],
    ['{ "name": "x", "plates": [{}] }', 1, 27, 'a plate lacks "name"'],
    ['{ "name": "x", "plates": [7] }', 1, 27, 'a plate must be an object { … }'],
    ['{ "name": "x", "drink": {} }', 1, 25, '"drink" lacks "cup" or "bottle"'],
    [
      '{ "name": "x", "drink": { "mug": "tea" } }',
      1,
      27,
      '"drink" has no "mug" (known: cup, sugar, bottle)',
    ],
    [
      '{ "name": "x", "drink": { "cup": "milk" } }',
      1,
      34,
      '"cup" is one of tea, coffee, not "milk"',
    ],
    [
      '{ "name": "x", "drink": { "cup": "tea", "bottle": "wine" } }',
      1,
      41,
      '"drink" with "cup" has no "bottle" (known: cup, sugar)',
    ],
    [
      '{ "name": "x", "drink": { "cup": "tea", "sugar": 4 } }',
      1,
      50,
      '"sugar" must be a number from 0 to 3, not 4',
    ],
    [
      '{ "name": "x", "drink": { "cup": "tea", "sugar": 1.5 } }',
      1,
      50,
      '"sugar" must be a whole number, not 1.5',
    ],
    ['{ "name": "x", "pay": {} }', 1, 23, '"pay" lacks "by"'],
    ['{ "name": "x", "pay": { "by": "gold" } }', 1, 31, '"by" is one of cash, card, not "gold"'],
    [
      '{ "name": "x", "pay": { "by": "cash", "number": "1" } }',
      1,
      39,
      '"pay" with "by": "cash" has no "number" (known: by)',
    ],
    ['{ "name": "x", "__proto__": 1 }', 1, 16, 'the menu has no "__proto__"'],
  ])('%s', (content, line, column, reason) => {
    const error = outcome(() => open(content).read(MENU)) as FileError
    expect(error).toMatchObject({ line, column, reason: expect.stringContaining(reason) })
    expect(error.message).toBe(
      `This menu cannot be used. Line ${line}, column ${column}: ${error.reason}.`,
    )
  })

  test('that was set from outside has no line', () => {
    const file = open('{ "name": "x" }')
    file.set(['drink', 'cup'], 'milk')
    const error = outcome(() => file.read(MENU)) as FileError
    expect(error.message).toBe(
      'This menu cannot be used. As set: "cup" is one of tea, coffee, not "milk".',
    )
    expect(outcome(() => file.set(['name', 'first'], 'x'))).toMatchObject({
      line: 0,
      reason: expect.stringContaining('no "first" to set'),
    })
  })
})

test('a file that is too long is not looked at', () => {
  expect(outcome(() => open(`[${' '.repeat(1_000)}]`))).toMatchObject({
    line: 1,
    reason: expect.stringContaining('longer than 1000'),
  })
})
