/** What the tracker tells over plain HTTP: the size of swarms, never their members. */
import { Router } from 'express'
import { byteAt, type InfoHash } from '../shared/base/ids.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { fromBinary, toBinary } from '../shared/tracker/webtorrent.ts'
import { MAX_SCRAPE } from '../shared/tracker/webtorrent-request.ts'
import { type BencodeDict, encodeBencode } from '../shared/wire/bencode.ts'

const WHAT_TO_ASK = `Name one to ${MAX_SCRAPE} swarms: /scrape?info_hash=, then each of its 20 bytes as itself or as %XX.`

export function scrapeRoutes(registry: SwarmRegistry): Router {
  const routes = Router()
  // BEP 48. A request must name its swarms: nobody may list who shares what.
  routes.get('/scrape', async (request, response) => {
    const infoHashes = infoHashesIn(request.originalUrl)
    if (infoHashes === undefined) {
      const failure = new TextEncoder().encode(WHAT_TO_ASK)
      response
        .status(400)
        .type('text')
        .send(bencoded(new Map([['failure reason', failure]])))
      return
    }
    const files: BencodeDict = new Map()
    for (const infoHash of infoHashes.toSorted()) {
      const { seeders, completed, leechers } = await registry.countsOf(infoHash)
      const counts = { complete: seeders, downloaded: completed, incomplete: leechers }
      files.set(toBinary(infoHash), new Map(Object.entries(counts)))
    }
    response.type('text').send(bencoded(new Map([['files', files]])))
  })
  routes.get('/stats', async (_request, response) => {
    response.set('Cache-Control', 'no-cache').json(await registry.totals())
  })
  return routes
}

const bencoded = (dictionary: BencodeDict): Buffer => Buffer.from(encodeBencode(dictionary))

/** Undefined if none are named, too many, or one is malformed. Only as latin1 are the bytes text. */
function infoHashesIn(url: string): InfoHash[] | undefined {
  const query = url.slice(url.indexOf('?') + 1).split('&')
  const values = query.filter(part => part.startsWith('info_hash=')).map(part => part.slice(10))
  if (values.length === 0 || values.length > MAX_SCRAPE) return undefined
  const hashes = values.map(infoHashOf)
  return hashes.every(hash => hash !== undefined) ? hashes : undefined
}

function infoHashOf(value: string): InfoHash | undefined {
  if (!/^(%[0-9a-f]{2}|[!$'()*,./0-9:;@A-Z_a-z~-]){20}$/i.test(value)) return undefined
  const binary = value.replace(/%(..)/g, (_, hex) => String.fromCharCode(byteAt(hex, 0)))
  return fromBinary(binary) as InfoHash
}
