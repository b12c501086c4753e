/** A link says all of a run, and a hostile one says nothing that the parser would not refuse. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Document, type Draft, withValue } from './draft.ts'
import {
  draftOf,
  type FindScenario,
  hashOf,
  LinkError,
  settingsOf,
  studyCommandOf,
} from './scenario-link.ts'

const THESIS: Document = {
  name: 'thesis-20',
  about: 'Twenty.',
  topology: { builtIn: 'thesis-20' },
  torrent: { pieces: 25, blocksPerPiece: 5 },
}
const find: FindScenario = name => (name === 'thesis-20' ? THESIS : undefined)
const PLAIN: Draft = { base: 'thesis-20', document: THESIS, seed: 1, repetitions: 1 }

test('a built-in scenario goes by its name, with what was changed as on the command line', async () => {
  expect(await hashOf(PLAIN, find)).toBe('thesis-20&seed=1')
  const document = withValue(withValue(THESIS, 'torrent.pieces', 50), 'limit', '5min')
  const draft = { ...PLAIN, document, seed: 3, repetitions: 10 }
  expect(await hashOf(draft, find)).toBe(
    'thesis-20&torrent.pieces=50&limit=5min&seed=3&repetitions=10',
  )
  expect(settingsOf(draft, find)).toEqual(['thesis-20', 'torrent.pieces=50', 'limit=5min'])
})

test('what a study varies is in the link, and in its command', async () => {
  const vary = ['torrent.pieces=13,25', 'exchange.picking=random,"a&b"']
  const draft = { ...PLAIN, repetitions: 3, vary }
  expect(await draftOf(await hashOf(draft, find), find)).toEqual(draft)
  expect(studyCommandOf(draft, find)).toBe(
    `npm run sweep -- thesis-20 --vary torrent.pieces=13,25 --vary 'exchange.picking=random,"a&b"' --seeds 3`,
  )
  const many = await draftOf('thesis-20&vary=a=1&vary=b=1&vary=c=1', find)
  expect(many?.vary).toEqual(['a=1', 'b=1'])
})

test('what is gone from a part is said by the whole part; from the file, by the whole file', async () => {
  const other = withValue(THESIS, 'torrent', { length: '8MiB', pieceLength: '256KiB' })
  expect(settingsOf({ ...PLAIN, document: other }, find)).toEqual([
    'thesis-20',
    'torrent={"length":"8MiB","pieceLength":"256KiB"}',
  ])
  const { about: _, ...without } = THESIS
  expect(await hashOf({ ...PLAIN, document: without }, find)).toMatch(/^file=/)
})

/** As files have them; keys without the dots and signs that no scenario has. */
const json = fc.letrec<{ value: Document[string]; object: Document }>(tie => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,9}$/), tie('value'), {
    maxKeys: 4,
  }) as fc.Arbitrary<Document>,
}))

test('every draft comes back from its link', async () => {
  const drafts = fc.record({
    document: json.object.map(more => ({ ...THESIS, ...more })),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    repetitions: fc.integer({ min: 1, max: 100 }),
  })
  await fc.assert(
    fc.asyncProperty(drafts, async ({ document, seed, repetitions }) => {
      const draft = { base: 'thesis-20', document, seed, repetitions }
      const back = await draftOf(`#${await hashOf(draft, find)}`, find)
      // Plain data: as JSON it is the same.
      expect(JSON.stringify(sorted(back?.document))).toBe(JSON.stringify(sorted(document)))
      expect(back).toMatchObject({ seed, repetitions })
    }),
    { numRuns: 200 },
  )
})

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)]),
      )
    : value

test("a scenario of one's own is compressed into the link", async () => {
  const document = { ...THESIS, note: 'again '.repeat(2000) }
  const hash = await hashOf({ ...PLAIN, base: undefined, document, seed: 7 }, find)
  expect(hash.length).toBeLessThan(1000)
  expect(await draftOf(hash, find)).toEqual({ base: undefined, document, seed: 7, repetitions: 1 })
})

test('no hash, no draft', async () => {
  expect(await draftOf('', find)).toBeUndefined()
  expect(await draftOf('#', find)).toBeUndefined()
})

describe('hostile links', () => {
  test.each([
    ['an unknown scenario', '#nonsense&seed=1', 'does not exist'],
    ['a seed that is none', '#thesis-20&seed=-1', 'whole number'],
    ['too many repetitions', '#thesis-20&repetitions=1000', 'from 1 to 100'],
    ['no text at all', '#%E0%A4%A', 'damaged'],
    ['a file that is no archive', '#file=AAAA', 'damaged'],
    ['a file that is no base64', '#file=!!!!', 'damaged'],
    ['a length beyond all links', `#thesis-20&about=${'a'.repeat(1_000_001)}`, 'too long'],
  ])('%s is refused in a sentence', async (_what, hash, sentence) => {
    await expect(draftOf(hash, find)).rejects.toThrow(LinkError)
    await expect(draftOf(hash, find)).rejects.toThrow(sentence)
  })

  test('a bomb is stopped while it unfolds', async () => {
    const bomb = await hashOf(
      { ...PLAIN, base: undefined, document: { name: 'a'.repeat(30e6) } },
      find,
    )
    expect(bomb.length).toBeLessThan(100_000)
    await expect(draftOf(bomb, find)).rejects.toThrow('too large')
  })

  test('no key reaches a prototype', async () => {
    const hash = '#thesis-20&__proto__.polluted=1&constructor.prototype.polluted=1'
    const draft = await draftOf(hash, find)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(draft?.document ?? {})).toContain('__proto__')
  })

  test('whatever stands there, it is a draft or a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async text => {
        await draftOf(`thesis-20&${text}`, find).catch(error =>
          expect(error).toBeInstanceOf(LinkError),
        )
      }),
    )
  })
})
