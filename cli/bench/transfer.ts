/** `bench transfer`: all sides in all shapes, one after the other, round after round. */
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { launchBrowser } from '../browsers.ts'
import type { Cleanup, Context } from '../command.ts'
import type { TransferOptions } from './options.ts'
import { oursServed } from './ours.ts'
import { servePages } from './page-server.ts'
import { rawSide } from './raw.ts'
import { type ContestKey, summarise, type TransferResult } from './report.ts'
import { type Content, makeContent, type Side } from './side.ts'
import { webtorrentSide } from './webtorrent.ts'

const MANY = 4

/** Starting browsers, opening pages, hashing, connecting. */
const OVERHEAD_LIMIT_MS = 30_000
/** Slower than this is not worth waiting for. */
const SLOWEST_BYTES_PER_MS = 1000

/** Something that is measured once a round. */
interface Contest {
  readonly key: ContestKey
  readonly unit: 'MB/s' | 'ms'
  measure(cleanup: Cleanup): Promise<Sample>
}

interface Sample {
  readonly value: number
  /** Of a throughput: the same bytes over the time from opening the link, connecting included. */
  readonly whole?: number
}

export async function benchTransfer(
  options: TransferOptions,
  { cleanup, signal }: Context,
): Promise<TransferResult> {
  const content = await makeContent(options.bytes)
  cleanup.add(() => content.dispose())
  const contests = await allContests(content, cleanup)
  const samples = new Map<ContestKey, number[]>(contests.map(({ key }) => [key, []]))
  const wholes = new Map<ContestKey, number[]>(contests.map(({ key }) => [key, []]))
  const failures: string[] = []
  for (let round = 1; round <= options.runs; round++) {
    for (const contest of contests) {
      const failed = failures.some(failure => failure.startsWith(`${contest.key}:`))
      signal.throwIfAborted()
      if (failed) continue // once is enough to know, and the whole stays bounded
      try {
        const { value, whole } = await contest.measure(cleanup)
        samples.get(contest.key)?.push(value)
        if (whole !== undefined) wholes.get(contest.key)?.push(whole)
        say(`round ${round}  ${contest.key.padEnd(20)} ${value.toFixed(1)} ${contest.unit}`)
      } catch (error) {
        signal.throwIfAborted()
        failures.push(`${contest.key}: ${error instanceof Error ? error.message : error}`)
        say(`round ${round}  ${failures.at(-1)}`)
      }
    }
  }
  return summarise({ samples, wholes, failures, content, runs: options.runs })
}

export const say = (sentence: string): void => console.error(sentence)

async function allContests(content: Content, cleanup: Cleanup): Promise<Contest[]> {
  const pages = await servePages(join(import.meta.dirname, 'pages'), ['raw.ts', 'webtorrent.ts'])
  cleanup.add(() => pages.close())
  const raw = rawSide(pages)
  const ours = await oursServed()
  cleanup.add(() => ours.close())
  const webtorrent = await webtorrentSide(pages)
  cleanup.add(() => webtorrent.close())
  return [
    throughput('rawOneToOne', raw, content, 1),
    throughput('oursOneToOne', ours, content, 1),
    throughput('webtorrentOneToOne', webtorrent, content, 1),
    throughput('rawOneToFour', raw, content, MANY),
    throughput('oursOneToFour', ours, content, MANY),
    throughput('webtorrentOneToFour', webtorrent, content, MANY),
    firstByte('oursFirstByte', ours, content),
    firstByte('webtorrentFirstByte', webtorrent, content),
  ]
}

const throughput = (key: ContestKey, side: Side, content: Content, leechers: number): Contest => ({
  key,
  unit: 'MB/s',
  measure: cleanup => measureThroughput(side, content, leechers, cleanup),
})

/** All bytes delivered, from the first byte that comes to any leecher until the last one is done. */
export function measureThroughput(
  side: Side,
  content: Content,
  leechers: number,
  cleanup: Cleanup,
): Promise<Sample> {
  const bytes = content.bytes * leechers
  const limitMs = OVERHEAD_LIMIT_MS + bytes / SLOWEST_BYTES_PER_MS
  return inFreshBrowser(limitMs, cleanup, async browser => {
    const leeches = await side.transfer(browser, content, leechers)
    if (!leeches.every(leech => leech.sha256 === content.sha256)) {
      throw new Error('the bytes that came are not those that were sent')
    }
    const endMs = Math.max(...leeches.map(leech => leech.endMs))
    const since = (starts: readonly number[]) => bytes / 1000 / (endMs - Math.min(...starts))
    return {
      value: since(leeches.map(leech => leech.firstByteMs)),
      whole: since(leeches.map(leech => leech.startMs)),
    }
  })
}

const firstByte = (key: ContestKey, side: Side, content: Content): Contest => ({
  key,
  unit: 'ms',
  measure: cleanup =>
    inFreshBrowser(OVERHEAD_LIMIT_MS, cleanup, async browser => {
      if (!side.firstByteMs) throw new Error('bug: this side opens no links')
      return { value: await side.firstByteMs(browser, content) }
    }),
})

/** Nothing of the measure before is left in memory or on disk. */
async function inFreshBrowser<T>(
  limitMs: number,
  cleanup: Cleanup,
  work: (browser: Browser) => Promise<T>,
): Promise<T> {
  const browser = await launchBrowser('chromium')
  cleanup.add(() => browser.close())
  // Closing the browser ends every wait in it.
  let late = false
  const limit = setTimeout(() => {
    late = true
    browser.close()
  }, limitMs)
  try {
    return await work(browser)
  } catch (error) {
    throw late ? new Error(`not done within ${limitMs / 1000} s`) : error
  } finally {
    clearTimeout(limit)
    await browser.close()
  }
}
