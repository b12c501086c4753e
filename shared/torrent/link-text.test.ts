import fc from 'fast-check'
// @ts-expect-error: comes without types
import parseTorrent from 'parse-torrent'
import { expect, test } from 'vitest'
import { HASH, ODD_LINKS, type OddLink } from '../testing/odd-links.ts'
import { readLinks } from './link-text.ts'
import { formatMagnet, MagnetError, parseMagnet } from './magnet.ts'

const MAGNET = `magnet:?xt=urn:btih:${HASH}`

function read(text: string): { read: string; notes: string } {
  try {
    const { magnets, notes } = readLinks(text)
    const kinds = notes.map(note =>
      'parameter' in note
        ? `${note.kind} ${note.parameter}`
        : 'count' in note
          ? `${note.kind} ${note.count}`
          : note.kind,
    )
    const short = magnets.join('|').replaceAll('magnet:?xt=urn:btih:', '').replace(HASH, '')
    return { read: short, notes: kinds.join(', ') }
  } catch (error) {
    if (error instanceof MagnetError) return { read: `!${error.code}`, notes: '' }
    throw error
  }
}

test('there are at least 150 odd texts', () => {
  expect(new Set(ODD_LINKS.map(({ text }) => text)).size).toBeGreaterThanOrEqual(150)
})

test.each(ODD_LINKS)('$what', ({ text, read: expected, notes }) => {
  expect(read(text)).toEqual({ read: expected, notes })
})

test.each(ODD_LINKS.filter(({ read }) => !read.startsWith('!')))(
  '$what: is strict when read, and reads as itself',
  ({ text }) => {
    for (const magnet of readLinks(text).magnets) {
      expect(formatMagnet(parseMagnet(magnet))).toBe(magnet)
      expect(readLinks(magnet).magnets).toEqual([magnet])
    }
  },
)

/** Where parse-torrent reads something and we refuse: it takes the first 40 or 32 characters, whatever they are. */
const STOCK_IS_WORSE = new Set([
  'a code cut short',
  'a code too long',
  'a code with a wrong letter',
  // It would download by BitTorrent what is shared by gossip, and find nobody.
  'an unknown gossip',
])

async function stock(text: string): Promise<string | undefined> {
  try {
    return (await parseTorrent(text)).infoHash
  } catch {
    return undefined
  }
}

test('whatever parse-torrent reads is read here, too, as the same torrent', async () => {
  const worse: OddLink[] = []
  let agreed = 0
  for (const odd of ODD_LINKS) {
    const infoHash = await stock(odd.text)
    const isRead = infoHash !== undefined && /^[0-9a-f]{40}$/.test(infoHash)
    if (!isRead || STOCK_IS_WORSE.has(odd.what)) continue
    if (infoHash === HASH && !odd.read.startsWith('!')) agreed++
    else worse.push(odd)
  }
  expect(worse.map(({ what }) => what)).toEqual([])
  expect(agreed).toBeGreaterThan(20)
})

/** What may stand right beside a link: a word may not, which would be its last part. */
const edge = fc.constantFrom(' ', '\n', '\t', '<', '>', '"', '\u3000', ' (', ') ', '. ', ', ')
const words = fc.stringMatching(/^[a-zа-я \n.,;:!?()'"<>[\]*_-]{0,60}$/)
const name = fc.stringMatching(/^[A-Za-z0-9а-я]([A-Za-z0-9а-я ]{0,10}[A-Za-z0-9а-я])?$/)
const infoHash = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map(bytes => Buffer.from(bytes).toString('hex'))

test('a good link is found whatever text surrounds it, and however often it was escaped', () => {
  const wraps = [
    (link: string) => link,
    (link: string) => link.replaceAll('&', '&amp;'),
    (link: string) => `https://h/${encodeURIComponent(`#${link}`)}`,
    (link: string) => `https://r/?q=${encodeURIComponent(link)}`,
    (link: string) =>
      `https://r/?a=1&url=${encodeURIComponent(`https://s/?u=${encodeURIComponent(link)}`)}&z=2`,
  ]
  fc.assert(
    fc.property(
      fc.record({ infoHash, name, before: words, after: words, left: edge, right: edge }),
      fc.constantFrom(...wraps),
      ({ infoHash, name, before, after, left, right }, wrap) => {
        const trackers = ['wss://tracker.example/announce']
        const magnet = formatMagnet({ infoHash: infoHash as never, name, trackers })
        const { magnets } = readLinks(`${before}${left}${wrap(magnet)}${right}${after}`)
        expect(magnets).toEqual([magnet])
      },
    ),
    { numRuns: 2000 },
  )
})

test('any text is read or refused, and soon', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      MAGNET,
      '&dn=',
      '&tr=',
      'wss://a/',
      '%',
      '%25',
      '%3A',
      '&amp;',
      'magnet:',
      'magnet%3A%3Fxt%3D',
      'xt=urn:btih:',
      HASH,
      '(',
      ')',
      '[',
      '"',
      '\n',
      ' ',
      '\u200b',
      '\\',
      '=3D',
      '&#',
      'http://',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const { magnets } = orNothing(pieces.join(''))
      for (const magnet of magnets) expect(formatMagnet(parseMagnet(magnet))).toBe(magnet)
    }),
    { numRuns: 2000 },
  )
})

function orNothing(text: string) {
  try {
    return readLinks(text)
  } catch (error) {
    if (error instanceof MagnetError) return { magnets: [] }
    throw error
  }
}

/** On a slow machine, too. */
const MAX_READ_MS = 5_000

test.each([
  ['blanks', ' '],
  ['brackets', ')'],
  ['escapes', '%25'],
  ['addresses', 'http://'],
  ['half links', 'magnet%3A'],
  ['links', `${MAGNET}&dn= `],
  ['entities', '&amp;'],
  ['names', '&dn=a b'],
  ['colons', 'magnet:xt='],
])('a text of nothing but %s is read in no long time', (_what, part) => {
  const before = performance.now()
  orNothing(part.repeat(300_000 / part.length))
  orNothing(`${MAGNET}&dn=x${part.repeat(300_000 / part.length)}`)
  expect(performance.now() - before).toBeLessThan(MAX_READ_MS)
})
