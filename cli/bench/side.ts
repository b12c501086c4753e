/** One of the contestants, and what every one of them is asked to do. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { choosePieceLength } from '../../shared/torrent/metainfo.ts'
import { tellTroubles } from '../browsers.ts'
import { sha256OfFile, writeRandomFile } from '../content.ts'
import type { Timing } from './pages/page.ts'

export interface Side {
  /** One seeder; `leechers` others begin at once. Resolves when all hold everything. */
  transfer(browser: Browser, content: Content, leechers: number): Promise<Leech[]>
  /** From opening a link in a fresh context to the first byte of content there, in ms. */
  firstByteMs?(browser: Browser, content: Content): Promise<number>
}

export interface Leech extends Timing {
  readonly sha256: string
}

/** A real file, and the same piece length for all who cut it into pieces. */
export interface Content {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly pieceLength: number
  dispose(): Promise<void>
}

export async function makeContent(bytes: number): Promise<Content> {
  const directory = await mkdtemp(join(tmpdir(), 'tabswarm-bench-'))
  const path = join(directory, 'content.bin')
  await writeRandomFile(path, bytes)
  return {
    path,
    bytes,
    sha256: await sha256OfFile(path),
    pieceLength: choosePieceLength(bytes),
    dispose: () => rm(directory, { recursive: true, force: true }),
  }
}

/** In a context of its own: no common storage or cache. Ready once its global object has `api`. */
export async function freshPage(
  browser: Browser,
  url: string,
  api: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await prepare?.(page)
  tellTroubles(page, url.slice(0, 40))
  await page.goto(url)
  await page.waitForFunction(api => api in globalThis, api)
  return page
}

export const freshPages = (browser: Browser, url: string, api: string, count: number) =>
  Promise.all(Array.from({ length: count }, () => freshPage(browser, url, api)))
