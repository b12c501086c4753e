import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FileError } from '../base/json-file.ts'
import { BUILT_IN_NAMES, builtIn } from './built-in.ts'
import { parseTopology, writeTopology } from './topology-file.ts'

const GOOD = `{
  "name": "two-offices",
  "routers": ["north", "south"],
  "tracker": "tracker",
  "peers": ["alice", "bob"],
  "links": [
    { "from": "north", "to": "south", "rate": "100Mbps", "delay": "2ms", "queue": "256KiB" },
    { "from": "tracker", "to": "north", "rate": "100Mbps", "delay": "100us" },
    { "from": "alice", "to": "north", "rate": "1Mbps", "rateBack": "5Mbps", "delay": "14ms", "loss": "1%" },
    { "from": "bob", "to": "south", "access": "dsl" }
  ]
}
`

test('a file becomes what it says', () => {
  const { links, ...rest } = parseTopology(GOOD)
  expect(rest).toEqual({
    name: 'two-offices',
    note: '',
    routers: ['north', 'south'],
    tracker: 'tracker',
    peers: ['alice', 'bob'],
  })
  expect(links[0]?.back).toEqual({
    rateBitsPerSec: 1e8,
    delayMs: 2,
    queueBytes: 262144,
    loss: undefined,
  })
  expect(links[2]?.forth).toEqual({
    rateBitsPerSec: 1e6,
    delayMs: 14,
    queueBytes: Number.POSITIVE_INFINITY,
    loss: { share: 0.01 },
  })
  expect(links[2]?.back).toEqual({ ...links[2]?.forth, rateBitsPerSec: 5e6 })
  expect([links[3]?.forth.rateBitsPerSec, links[3]?.back.rateBitsPerSec]).toEqual([384_000, 1.5e6])
})

/** What stands in the good file, what to put there, and what must then be said of which line. */
const FAULTS: [fault: string, from: string | RegExp, to: string, line: number, reason: string][] = [
  ['empty file', /[\s\S]*/, '', 1, 'the file is empty'],
  ['not JSON', /[\s\S]*/, 'name: two', 1, '"name" must stand in "quotes"'],
  ['a list', /[\s\S]*/, '[]', 1, 'the topology must be an object'],
  ['missing comma', '"tracker": "tracker",', '"tracker": "tracker"', 4, '"," or "}" must follow'],
  ['trailing comma', '"dsl" }\n', '"dsl" },\n', 10, '"," before "]": remove it'],
  ['missing bracket', '  ]\n}\n', '  ]\n', 11, '"," or "}" must follow, not the end of the file'],
  ['too much', /\}\n$/, '}\n}\n', 13, '"}" after the end'],
  ['open text', '"tracker",', '"tracker,', 4, 'not closed'],
  ['bad escape', '"bob"]', '"b\\ob"]', 5, 'a "\\" in "b\\\\ob" means nothing'],
  ['comment', '  "tracker"', '// the tracker\n  "tracker"', 4, 'JSON has no comments'],
  ['key without quotes', '"tracker":', 'tracker:', 4, '"tracker" must stand in "quotes"'],
  ['key that is a number', '"tracker":', '1:', 4, 'a key in "quotes" must stand here, not "1"'],
  ['nested without end', /[\s\S]*/, '['.repeat(100), 1, 'nested more than 32 deep'],
  ['key twice', '"peers"', '"routers"', 5, 'the key "routers" stands here twice'],
  ['unknown key', '"name"', '"nmae"', 2, 'the topology has no "nmae"'],
  ['missing key', '  "tracker": "tracker",\n', '', 1, 'the topology lacks "tracker"'],
  ['unknown key of a link', '"queue"', '"buffer"', 7, 'a link with "rate" has no "buffer"'],
  [
    'no rate',
    '"rate": "100Mbps", "delay": "100us"',
    '"delay": "1ms"',
    8,
    'a link lacks "access" or "rate"',
  ],
  ['no delay', ', "delay": "100us"', '', 8, 'a link with "rate" lacks "delay"'],
  ['rate 0', '"1Mbps"', '"0Mbps"', 9, '"rate": a rate must be more than zero'],
  ['negative rate', '"5Mbps"', '"-5Mbps"', 9, '"rateBack": a rate must be more than zero'],
  ['rate NaN', '"1Mbps"', '"NaN"', 9, '"rate": a number and a unit'],
  ['rate without unit', '"1Mbps"', '1000000', 9, '"rate" must be text in "quotes", not 1000000'],
  ['absurd rate', '"1Mbps"', '"5000Gbps"', 9, 'at most at 1000 Gbps'],
  ['negative delay', '"14ms"', '"-14ms"', 9, '"delay": a time cannot be negative'],
  ['absurd delay', '"14ms"', '"48h"', 9, 'between 0 and a day'],
  ['bad loss', '"1%"', '"150%"', 9, '"loss": a share lies between'],
  ['all lost', '"1%"', '"100%"', 9, 'everything would be lost'],
  ['half a burst', '"1%"', '{ "goodToBad": "1%" }', 9, '"loss" lacks "badToGood"'],
  ['bad duplex', '"access": "dsl"', '"access": "dsl", "duplex": "both"', 10, 'one of full, half'],
  ['lopsided half', '"1%" }', '"1%", "duplex": "half" }', 9, 'one common channel'],
  ['unknown access', '"dsl"', '"adsl"', 10, '"access" is one of thesis, fibre'],
  [
    'access and rate',
    '"access": "dsl"',
    '"access": "dsl", "rate": "1Mbps"',
    10,
    'a link with "access" has no "rate" (known: from, to, duplex, access)',
  ],
  [
    'access backwards',
    '"from": "bob", "to": "south"',
    '"from": "south", "to": "bob"',
    10,
    'must be the peer',
  ],
  [
    'unknown node',
    '"to": "south", "rate"',
    '"to": "sooth", "rate"',
    7,
    'leads to "sooth", which is no',
  ],
  ['to itself', '"to": "south", "rate"', '"to": "north", "rate"', 7, 'to itself'],
  [
    'linked twice',
    '"from": "tracker", "to": "north"',
    '"from": "south", "to": "north"',
    8,
    'linked twice',
  ],
  ['two homes', '"from": "tracker"', '"from": "bob"', 10, '"bob" has a link already'],
  [
    'no router between',
    '"to": "south", "access"',
    '"to": "alice", "access"',
    10,
    'need a router between',
  ],
  ['name twice', '["alice", "bob"]', '["alice", "alice"]', 5, '"alice" is taken by a peer'],
  ['peer like router', '["alice", "bob"]', '["north", "bob"]', 5, '"north" is taken by a router'],
  [
    'tracker like router',
    '"tracker": "tracker"',
    '"tracker": "south"',
    4,
    '"south" is taken by a router',
  ],
  [
    'bad name',
    '"two-offices",\n  "routers": ["north"',
    '"x",\n  "routers": ["no rth"',
    3,
    'cannot be a name',
  ],
  ['no peer', '["alice", "bob"]', '[]', 1, 'there is no peer'],
  ['no router', '["north", "south"]', '[]', 1, 'there is no router'],
  ['peer unlinked', '"bob"],', '"bob",\n"carol"],', 6, 'no link leads to the peer "carol"'],
  ['tracker unlinked', /\n.*"from": "tracker".*/, '', 4, 'no link leads to the tracker'],
  ['island', /\n.*"from": "north".*/, '', 5, 'no path leads from the tracker to "bob"'],
  [
    'lonely router',
    '"south"],',
    '"south",\n"east"],',
    4,
    'no path leads from the tracker to "east"',
  ],
]

describe('a bad file', () => {
  test.each(FAULTS)('%s', (_fault, from, to, line, reason) => {
    const bad = GOOD.replace(from, () => to)
    expect(bad).not.toBe(GOOD)
    const error = faultIn(bad)
    expect({ line: error.line, reason: error.reason }).toEqual({
      line,
      reason: expect.stringContaining(reason),
    })
    expect(error.message).toContain(`Line ${line}, column `)
  })

  test('is only ever refused with a line of its own', () => {
    const cut = fc.record({
      at: fc.nat(GOOD.length),
      length: fc.nat(12),
      put: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(...'{}[]":,0-\n')),
    })
    fc.assert(
      fc.property(cut, ({ at, length, put }) => {
        const text = GOOD.slice(0, at) + put + GOOD.slice(at + length)
        try {
          parseTopology(text)
        } catch (error) {
          expect(error).toBeInstanceOf(FileError)
          const lines = text.split('\n').length
          expect((error as FileError).line).toBeGreaterThan(0)
          expect((error as FileError).line).toBeLessThanOrEqual(lines)
        }
      }),
      { numRuns: 500 },
    )
  })
})

function faultIn(text: string): FileError {
  try {
    parseTopology(text)
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('a written file reads back as the same topology', () => {
  test.each(BUILT_IN_NAMES)('%s', name => {
    const topology = builtIn(name, { peers: 25 })
    expect(parseTopology(writeTopology(topology))).toEqual(topology)
  })

  test('with everything a link can have', () => {
    const topology = parseTopology(
      GOOD.replace(
        '"loss": "1%"',
        '"loss": "1%", "lossBack": "0%", "queue": "1MB", "queueBack": "unlimited"',
      )
        .replace('"access": "dsl"', '"rate": "6Mbps", "delay": "1ms", "duplex": "half"')
        .replace(
          '"delay": "100us"',
          '"delay": "100us", "loss": { "goodToBad": "1%", "badToGood": "25%", "lossInGood": "0%", "lossInBad": "50%" }',
        ),
    )
    expect(parseTopology(writeTopology(topology))).toEqual(topology)
  })
})
