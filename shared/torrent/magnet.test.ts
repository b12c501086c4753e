import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InfoHash } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { DEFAULT_GOSSIP, GOSSIP_FIDELITIES, GOSSIP_MODES } from '../wire/gossip-style.ts'
import { mutate } from '../wire/mutate.ts'
import { safeName } from './file-name.ts'
import {
  formatMagnet,
  MAX_LINK_LENGTH,
  type Magnet,
  MagnetError,
  parseMagnet,
  parseShareText,
} from './magnet.ts'

const HEX = '0123456789abcdef0123456789abcdef01234567'
/** The same 20 bytes in RFC 4648 base32. */
const BASE32 = 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH'
const PLAIN: Magnet = { infoHash: HEX as InfoHash, trackers: [] }

const faultOf = (text: string, parse: (text: string) => Magnet = parseMagnet): string => {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof MagnetError) return error.code
    throw error
  }
  return 'none'
}

const anyMagnet: fc.Arbitrary<Magnet> = fc.record(
  {
    infoHash: fc
      .uint8Array({ minLength: 20, maxLength: 20 })
      .map(bytes => Buffer.from(bytes).toString('hex') as InfoHash),
    name: fc.string({ unit: 'binary', minLength: 1 }).map(safeName),
    length: fc.maxSafeNat(),
    trackers: fc.uniqueArray(fc.webUrl({ withQueryParameters: true }), { maxLength: 5 }),
    files: fc.uniqueArray(fc.nat(200), { minLength: 1 }).map(files => files.sort((a, b) => a - b)),
    gossip: fc.record(
      {
        mode: fc.constantFrom(...GOSSIP_MODES),
        fidelity: fc.constantFrom(...GOSSIP_FIDELITIES),
        roundMs: fc.integer({ min: 50, max: 60_000 }),
        fanOut: fc.integer({ min: 1, max: 100 }),
        servedPerRound: fc.integer({ min: 1, max: 100 }),
      },
      { requiredKeys: ['mode', 'fidelity', 'roundMs', 'fanOut'] },
    ),
  },
  { requiredKeys: ['infoHash', 'trackers'] },
)

describe('a magnet link', () => {
  test('comes through whatever it names, alone or behind an address', () => {
    fc.assert(
      fc.property(anyMagnet, magnet => {
        const link = formatMagnet(magnet)
        expect(parseMagnet(link)).toEqual(magnet)
        expect(parseShareText(` http://localhost:8080/#${link}\n`)).toEqual(magnet)
      }),
      { numRuns: 500 },
    )
  })

  test('is written so that chat programs take it whole', () => {
    const name = "a (b) & it's+100% #1*!.txt"
    const link = formatMagnet({ ...PLAIN, name, length: 7, trackers: ['wss://t.example/a?b=c'] })
    expect(link).toBe(
      `magnet:?xt=urn:btih:${HEX}&dn=a%20%28b%29%20%26%20it%27s%2B100%25%20%231%2A%21.txt&xl=7&tr=wss%3A%2F%2Ft.example%2Fa%3Fb%3Dc`,
    )
  })

  test.each([
    ['upper-case hex', `magnet:?xt=urn:btih:${HEX.toUpperCase()}`],
    ['base32', `magnet:?xt=urn:btih:${BASE32}`],
    ['lower-case base32', `magnet:?xt=urn:btih:${BASE32.toLowerCase()}`],
    ['an encoded topic', `magnet:?xt=urn%3Abtih%3A${HEX}`],
    ['another case', `MAGNET:?XT=URN:BTIH:${HEX}`],
    ['a numbered topic', `magnet:?xt.1=urn:btih:${HEX}`],
    ['the first of several', `magnet:?xt=urn:btih:${HEX}&xt=urn:btih:${'f'.repeat(40)}`],
    ['a hybrid', `magnet:?xt=urn:btmh:1220${'a'.repeat(64)}&xt=urn:btih:${HEX}`],
    ['parameters unknown or broken', `magnet:?so=5-1&ws=http://10.0.0.1/%&xt=urn:btih:${HEX}&&=&x`],
    ['white space around', ` \t\nmagnet:?xt=urn:btih:${HEX}\n`],
    ['a length that is none', `magnet:?xt=urn:btih:${HEX}&xl=-1`],
  ])('is read: %s', (_what, link) => {
    expect(parseMagnet(link)).toEqual(PLAIN)
  })

  test('of a stranger has its name made harmless', () => {
    const nameIn = (dn: string) => parseMagnet(`magnet:?xt=urn:btih:${HEX}&dn=${dn}`).name
    expect(nameIn('%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E')).toBe('_img src=x onerror=alert(1)_')
    expect(nameIn('<b>bold</b>')).toBe('_b_bold__b_')
    expect(nameIn('..%2F..%2Fetc%2Fpasswd')).toBe('.._.._etc_passwd')
    expect(nameIn('a%00b%E2%80%AEc')).toBe('abc')
    expect(nameIn('two+words')).toBe('two words')
    expect(nameIn('x'.repeat(10_000))).toBe('x'.repeat(254))
    expect(nameIn('')).toBeUndefined()
  })

  test('may ask for some files alone (BEP 53)', () => {
    const link = `magnet:?xt=urn:btih:${HEX}&so=0,2,4-6`
    expect(parseMagnet(link)).toEqual({ ...PLAIN, files: [0, 2, 4, 5, 6] })
    expect(formatMagnet(parseMagnet(link))).toBe(link)
    expect(parseMagnet(`magnet:?xt=urn:btih:${HEX}&so=4%2C0-1`).files).toEqual([0, 1, 4])
  })

  test('says in x. parameters, which other programs skip, that its pieces travel by gossip', () => {
    const link = `magnet:?xt=urn:btih:${HEX}&x.gossip=push`
    expect(parseMagnet(link)).toEqual({ ...PLAIN, gossip: { ...DEFAULT_GOSSIP, mode: 'push' } })
    expect(formatMagnet(parseMagnet(link))).toBe(link)
    const unusual = `${link}-pull&x.gossip-fidelity=literal&x.gossip-round=200&x.gossip-fan-out=2`
    expect(parseMagnet(unusual).gossip).toMatchObject({
      fidelity: 'literal',
      roundMs: 200,
      fanOut: 2,
    })
    expect(formatMagnet(parseMagnet(unusual))).toBe(unusual)
    expect(parseMagnet(`magnet:?xt=urn:btih:${HEX}&x.gossip-round=200`)).toEqual(PLAIN)
  })

  test.each([
    'x.gossip=shout',
    'x.gossip=',
    'x.gossip=push&x.gossip-fidelity=hearsay',
    'x.gossip=push&x.gossip-round=0',
    'x.gossip=push&x.gossip-fan-out=1e9',
  ])('is refused with what to do if it gossips otherwise than is known here: %s', words => {
    const link = `magnet:?xt=urn:btih:${HEX}&${words}`
    expect(faultOf(link)).toBe('bad-gossip')
    expect(() => parseMagnet(link)).toThrow(/^This link cannot be opened here\. .*, or ask for one/)
  })

  test('keeps at most 20 trackers, and none that is a script or a file', () => {
    const withTrackers = (urls: string[]) =>
      parseMagnet(`magnet:?xt=urn:btih:${HEX}${urls.map(url => `&tr=${url}`).join('')}`).trackers
    const many = Array.from({ length: 1000 }, (_, i) => `wss://t${i}.example`)
    expect(withTrackers(many)).toEqual(many.slice(0, 20))
    expect(
      withTrackers(['javascript:alert(1)', 'data:,x', 'file:///etc', 'wss://täuschung']),
    ).toEqual([])
    expect(withTrackers(['udp://a:1', 'udp://a:1', `wss://${'x'.repeat(2000)}`])).toEqual([
      'udp://a:1',
    ])
  })

  test.each([
    ['', 'not-a-magnet'],
    ['http://localhost:8080/', 'not-a-magnet'],
    ['magnet', 'not-a-magnet'],
    ['magnet:?', 'no-hash'],
    ['magnet:?dn=x', 'no-hash'],
    ['magnet:?xt', 'no-hash'],
    ['magnet:?xt=urn:sha1:abc', 'no-hash'],
    ['magnet:?xt=urn:btih:', 'bad-hash'],
    [`magnet:?xt=urn:btih:${HEX.slice(1)}`, 'bad-hash'],
    [`magnet:?xt=urn:btih:${HEX}0`, 'bad-hash'],
    [`magnet:?xt=urn:btih:${HEX.replace('f', 'g')}`, 'bad-hash'],
    [`magnet:?xt=urn:btih:${BASE32.replace('A', '1')}`, 'bad-hash'],
    [`magnet:?xt=urn:btih:${BASE32.slice(0, 20)}${HEX.slice(0, 12)}`, 'bad-hash'],
    [`magnet:?xt=urn:btih:junk&xt=urn:btih:${HEX}`, 'bad-hash'],
    [`magnet:?xt=urn:btmh:1220${'a'.repeat(64)}`, 'v2-only'],
    [`magnet:?xt=urn:btih:${HEX}&dn=100%`, 'bad-encoding'],
    [`magnet:?xt=urn:btih:${HEX}&dn=%ff`, 'bad-encoding'],
    [`magnet:?xt=urn:btih:${HEX}&tr=%E0%A4%A`, 'bad-encoding'],
  ])('%s is refused: %s', (link, fault) => {
    expect(faultOf(link)).toBe(fault)
    expect(faultOf(`https://host/#${link}`, parseShareText)).toBe(fault)
  })

  test('of a megabyte is refused, as is one over 64 KiB', () => {
    expect(faultOf(`magnet:?xt=urn:btih:${HEX}&dn=${'%'.repeat(1e6)}`)).toBe('too-long')
    expect(faultOf(`#magnet:?dn=${'x'.repeat(MAX_LINK_LENGTH)}`, parseShareText)).toBe('too-long')
  })

  test('tells a person what is wrong and what to do', () => {
    expect(() => parseMagnet(`magnet:?xt=urn:btih:${HEX.slice(0, 39)}`)).toThrow(
      'This link is not complete: its code has 39 of 40 characters. Copy the whole link again.',
    )
  })

  test('cut at any byte is refused until the hash is whole; then it is the same torrent', () => {
    const link = formatMagnet({ ...PLAIN, name: 'Ünïcode 100%', trackers: ['wss://t.example'] })
    const hashEnd = link.indexOf(HEX) + HEX.length
    let damaged = 0
    for (let cut = 0; cut < link.length; cut++) {
      const text = link.slice(0, cut)
      const fault = faultOf(text)
      if (cut < hashEnd) expect(fault, text).not.toBe('none')
      else if (fault === 'none') expect(parseMagnet(text).infoHash).toBe(HEX)
      else {
        expect(fault, text).toBe('bad-encoding')
        damaged++
      }
    }
    expect(damaged).toBeGreaterThan(0)
  })

  test('3,000 damaged links: a magnet or a MagnetError, and every magnet can be shared on', () => {
    const good = new TextEncoder().encode(
      formatMagnet({
        ...PLAIN,
        name: 'Ünïcode 100% (final)',
        length: 5,
        trackers: ['wss://t.example'],
      }),
    )
    let refused = 0
    const survives = (seed: number) => {
      const text = new TextDecoder().decode(mutate(good, seededRandom(seed)))
      if (faultOf(text) !== 'none') refused++
      else expect(parseMagnet(formatMagnet(parseMagnet(text)))).toEqual(parseMagnet(text))
    }
    fc.assert(fc.property(fc.integer(), survives), { numRuns: 3000 })
    expect(refused).toBeGreaterThan(500)
  })
})
