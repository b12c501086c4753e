import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InfoHash } from '../../../shared/base/ids.ts'
import { ODD_LINKS } from '../../../shared/testing/odd-links.ts'
import { safeName } from '../../../shared/torrent/file-name.ts'
import { readLinks } from '../../../shared/torrent/link-text.ts'
import { formatMagnet, parseMagnet } from '../../../shared/torrent/magnet.ts'
import { HostError } from '../api.ts'
import { cleanMagnet, readText } from './read-text.ts'

const anyMagnet = fc
  .record({
    infoHash: fc
      .uint8Array({ minLength: 20, maxLength: 20 })
      .map(bytes => Buffer.from(bytes).toString('hex') as InfoHash),
    name: fc.string({ unit: 'binary', minLength: 1 }).map(safeName),
    trackers: fc.uniqueArray(fc.webUrl({ withQueryParameters: true }), { maxLength: 3 }),
  })
  .map(formatMagnet)

test('what is read at once is what patience would have read', () => {
  let atOnce = 0
  const isSame = fc.property(anyMagnet, magnet => {
    const clean = cleanMagnet(`https://host/#${magnet}`)
    if (clean === undefined) return
    atOnce++
    expect(clean).toBe(magnet)
    expect(readLinks(`https://host/#${magnet}`).magnets).toEqual([magnet])
  })
  fc.assert(isSame, { numRuns: 1000 })
  expect(atOnce).toBeGreaterThan(300)
})

test.each(ODD_LINKS.filter(({ read }) => !read.startsWith('!')))('$what', async ({ text }) => {
  const { magnets } = await readText(text)
  expect(magnets.map(magnet => formatMagnet(parsed(magnet)))).toEqual(readLinks(text).magnets)
})

const parsed = (magnet: string) => {
  const [strict] = readLinks(magnet).magnets
  return parseMagnet(strict as string)
}

test('a text without a link is refused with a sentence', async () => {
  await expect(readText('hello')).rejects.toThrow(HostError)
  await expect(readText('hello')).rejects.toMatchObject({ code: 'bad-link' })
})
