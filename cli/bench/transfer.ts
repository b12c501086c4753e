/** `bench transfer`: all sides in all shapes, one after the other, round after round. */
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { launchBrowser } from '../browsers.ts'
import type { Cleanup, Context } from '../command.ts'
import type { TransferOptions } from './options.ts'
import { oursServed } from './ours.ts'
import { servePages } from './page-server.ts'
import { rawSide } from './raw.ts'
import {
  MEASURES,
  type MeasureName,
  type Sample,
  type SideName,
  summarise,
  type TransferResult,
} from './report.ts'
import { type Content, makeContent, type Side } from './side.ts'
import { webtorrentSide } from './webtorrent.ts'

const MANY = 4

/** Starting browsers, opening pages, hashing, connecting. */
const OVERHEAD_LIMIT_MS = 30_000
/** Slower than this is not worth waiting for. */
const SLOWEST_BYTES_PER_MS = 1000

interface Throughput {
  readonly value: number
  readonly whole: number
}

export async function benchTransfer(
  options: TransferOptions,
  { cleanup, signal }: Context,
): Promise<TransferResult> {
  const content = await makeContent(options.bytes)
  cleanup.add(() => content.dispose())
  const sides = await allSides(cleanup)
  const samples: Sample[] = []
  const failures = new Map<string, string>()
  for (let round = 1; round <= options.runs; round++) {
    for (const [measure, side] of turns(sides)) {
      signal.throwIfAborted()
      const name = `${side} ${measure}`
      if (failures.has(name)) continue // once is enough to know, and the whole stays bounded
      try {
        const sample = await take(measure, sides[side], content, cleanup)
        samples.push({ measure, side, ...sample })
        say(`round ${round}  ${name.padEnd(22)} ${sample.value.toFixed(1)}`)
      } catch (error) {
        signal.throwIfAborted()
        failures.set(name, `${name}: ${error instanceof Error ? error.message : error}`)
        say(`round ${round}  ${failures.get(name)}`)
      }
    }
  }
  return summarise({ samples, failures: [...failures.values()], content, runs: options.runs })
}

export const say = (sentence: string): void => console.error(sentence)

type Sides = Readonly<Record<SideName, Side>>

async function allSides(cleanup: Cleanup): Promise<Sides> {
  const pages = await servePages(join(import.meta.dirname, 'pages'), ['raw.ts', 'webtorrent.ts'])
  cleanup.add(() => pages.close())
  const ours = await oursServed()
  cleanup.add(() => ours.close())
  const webtorrent = await webtorrentSide(pages)
  cleanup.add(() => webtorrent.close())
  return { raw: rawSide(pages), ours, webtorrent }
}

/** Of a round. A raw channel opens no links. */
const turns = (sides: Sides): [MeasureName, SideName][] =>
  MEASURES.flatMap(measure =>
    (['raw', 'ours', 'webtorrent'] as const).flatMap((side): [MeasureName, SideName][] =>
      measure === 'firstByteMs' && !sides[side].firstByteMs ? [] : [[measure, side]],
    ),
  )

function take(
  measure: MeasureName,
  side: Side,
  content: Content,
  cleanup: Cleanup,
): Promise<Throughput | { readonly value: number }> {
  if (measure !== 'firstByteMs')
    return measureThroughput(side, content, measure === 'oneToOne' ? 1 : MANY, cleanup)
  return inFreshBrowser(OVERHEAD_LIMIT_MS, cleanup, async browser => ({
    value: (await side.firstByteMs?.(browser, content)) ?? Number.NaN,
  }))
}

/** All bytes delivered, from the first byte that comes to any leecher until the last one is done. */
export function measureThroughput(
  side: Side,
  content: Content,
  leechers: number,
  cleanup: Cleanup,
): Promise<Throughput> {
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
