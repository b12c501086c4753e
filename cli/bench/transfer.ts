/** `bench transfer`: all sides in all shapes, one after the other, round after round. */
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { launchBrowser } from '../browsers.ts'
import type { Cleanup } from '../cleanup.ts'
import type { TransferOptions } from './options.ts'
import { oursSide } from './ours.ts'
import { servePages } from './page-server.ts'
import { rawSide } from './raw.ts'
import { type ContestKey, summarise, type TransferResult } from './report.ts'
import { type Content, makeContent, type Side } from './side.ts'
import { webtorrentSide } from './webtorrent.ts'

export const MANY = 4

/** Starting browsers, opening pages, hashing, connecting. */
const OVERHEAD_LIMIT_MS = 30_000
/** Slower than this is not worth waiting for. */
const SLOWEST_BYTES_PER_MS = 1000

/** Something that is measured once a round. */
interface Contest {
  readonly key: ContestKey
  readonly unit: 'MB/s' | 'ms'
  readonly limitMs: number
  measure(browser: Browser): Promise<Sample>
}

interface Sample {
  readonly value: number
  /** Of a throughput: the same bytes over the time from opening the link, connecting included. */
  readonly whole?: number
}

export async function benchTransfer(
  options: TransferOptions,
  cleanup: Cleanup,
  signal: AbortSignal,
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
      if (failed) continue // Once is enough to know, and the whole stays bounded.
      try {
        const { value, whole } = await measure(contest, cleanup)
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

const say = (sentence: string): void => console.error(sentence)

async function allContests(content: Content, cleanup: Cleanup): Promise<Contest[]> {
  const pages = await servePages(join(import.meta.dirname, 'pages'), [
    'raw.html',
    'webtorrent.html',
  ])
  cleanup.add(() => pages.close())
  const raw = rawSide(pages)
  const ours = await oursSide()
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

/** A browser of its own for each: nothing of the one before is left in memory or on disk. */
async function measure({ limitMs, measure }: Contest, cleanup: Cleanup): Promise<Sample> {
  const browser = await launchBrowser('chromium')
  cleanup.add(() => browser.close())
  // Closing the browser ends every wait in it.
  let late = false
  const limit = setTimeout(() => {
    late = true
    browser.close()
  }, limitMs)
  try {
    return await measure(browser)
  } catch (error) {
    throw late ? new Error(`not done within ${limitMs / 1000} s`) : error
  } finally {
    clearTimeout(limit)
    await browser.close()
  }
}

/** All bytes delivered, from the first byte that comes to any leecher until the last one is done. */
function throughput(key: ContestKey, side: Side, content: Content, leechers: number): Contest {
  const bytes = content.bytes * leechers
  return {
    key,
    unit: 'MB/s',
    limitMs: OVERHEAD_LIMIT_MS + bytes / SLOWEST_BYTES_PER_MS,
    async measure(browser) {
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
    },
  }
}

function firstByte(key: ContestKey, side: Side, content: Content): Contest {
  return {
    key,
    unit: 'ms',
    limitMs: OVERHEAD_LIMIT_MS,
    async measure(browser) {
      if (!side.firstByteMs) throw new Error('bug: this side opens no links')
      return { value: await side.firstByteMs(browser, content) }
    },
  }
}
