/** Web servers that browsers know by names that look public, and torrents that name them (BEP 19). */
import { createHash } from 'node:crypto'
import { sha1 } from '@noble/hashes/legacy.js'
import type { Page } from '@playwright/test'
import { buildInfo, encodeTorrentFile } from '../../shared/torrent/metainfo.ts'
import { test as base, type Swarm } from '../swarm.fixture.ts'
import { RangeServer, type RangeServerOptions } from './range-server.ts'

export const MB = 1_000_000
export const LIMIT_MS = 60_000
const PIECE_LENGTH = 256 * 1024

type Start = (options: RangeServerOptions) => Promise<RangeServer>

export const test = base.extend<{ start: Start }>({
  start: ({ cleanup }, use) =>
    use(async options => {
      const server = await RangeServer.start(options)
      cleanup.add(() => server.close())
      return server
    }),
})

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

export function torrentOf(name: string, content: Uint8Array, webSeeds: readonly string[]): Buffer {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < content.length; at += PIECE_LENGTH)
    hashes.push(sha1(content.subarray(at, at + PIECE_LENGTH)))
  const info = buildInfo({
    name,
    files: [{ path: [name], length: content.length }],
    pieceLength: PIECE_LENGTH,
    pieceHashes: Buffer.concat(hashes),
  })
  return Buffer.from(encodeTorrentFile(info, { webSeeds }))
}

export async function offer(page: Page, swarm: Swarm, torrent: Buffer): Promise<void> {
  await page.goto(swarm.origin)
  const dropped = await page.evaluateHandle(base64 => {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], 'given.torrent'))
    return transfer
  }, torrent.toString('base64'))
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
}
