/** Floods by a remote that a tab is linked with, and what its page and its other link notice. */
import type { Page } from '@playwright/test'
import { DEFAULT_GOSSIP } from '../../../shared/wire/gossip-style.ts'
import { servePages } from '../../bench/page-server.ts'
import { launchBrowser, tellTroubles } from '../../browsers.ts'
import { type Cleanup, cleanedUp } from '../../command.ts'
import {
  atLeast,
  atMost,
  besideSink,
  type Figure,
  type LinkAttack,
  mustBe,
  type Run,
} from '../attack.ts'
import { ServerProcess } from '../server/process.ts'
import { Transfer } from '../transfer.ts'
import { inTurns, totalSeconds } from '../windows.ts'
import type { HostilePage, LinkFlooded, Victim } from './page/hostile.ts'
import { KINDS, type KindName } from './page/kinds.ts'
import type { SwallowPage } from './page/swallow.ts'
import { renderersMb } from './renderers.ts'

declare const hostile: HostilePage
declare const swallow: SwallowPage

const MAX_TASK_MS = 200
const MAX_GROWTH_MB = 100
const MIN_RATE_SHARE = 0.8
const MAX_DROP_MS = 5_000

/** Not dropped at once: a slow remote withholds blocks, too, for a while. */
const IS_PATIENT: ReadonlySet<KindName> = new Set(['withheld-blocks'])

export const LINK_ATTACKS: readonly LinkAttack[] = (Object.keys(KINDS) as KindName[]).map(kind => ({
  name: kind,
  about:
    kind === 'withheld-blocks'
      ? 'a remote sends all blocks of a piece but the last'
      : `a remote floods a link with ${kind}`,
  target: 'link',
  run: run => floodLink(kind, run),
}))

function floodLink(kind: KindName, run: Run): Promise<Figure[]> {
  return cleanedUp(run.signal, async cleanup => {
    const server = await ServerProcess.start(run)
    cleanup.add(() => server.close())
    const gossips = kind.startsWith('gossip-')
    const plan = {
      seconds: totalSeconds(run.seconds),
      initScript: watchTasks,
      gossip: gossips ? DEFAULT_GOSSIP : undefined,
    }
    const transfer = await Transfer.begin(server.origin, plan, cleanup)
    const { leecher } = transfer
    const victim = await victimOf(transfer, server.port, gossips)
    const attackers = await openAttackers(cleanup)
    const restMb = await renderersMb(transfer.browser)
    const peakMb = { attack: 0, sink: 0 }
    const tasks = { attack: 0, sink: 0 }
    const floods: LinkFlooded[] = []

    const rateShare = await inTurns({
      ...run,
      async sample(kind) {
        peakMb[kind] = Math.max(peakMb[kind], await renderersMb(transfer.browser))
        return transfer.bytes()
      },
      async window(which, durationMs) {
        await leecher.page.evaluate(() => {
          window.longestTaskMs = 0
        })
        if (which === 'attack') floods.push(await attackers.flood(victim, kind, durationMs))
        else await attackers.sink(durationMs, ((floods.at(-1)?.bytes ?? 0) * 1000) / durationMs)
        const longest = await leecher.page.evaluate(() => window.longestTaskMs ?? 0)
        tasks[which] = Math.max(tasks[which], longest)
      },
    })

    const reasons = await leecher.page.evaluate(unlinkedBecause)
    const sum = (what: 'bytes' | 'links') => floods.reduce((sum, flood) => sum + flood[what], 0)
    const links = sum('links')
    const drops = floods.map(({ droppedMs }) => droppedMs).filter(ms => ms !== null)
    const growth = atMost(
      'memory of the page grows by',
      peakMb.attack - restMb,
      MAX_GROWTH_MB,
      'MB',
    )
    const sent = `${(sum('bytes') / 1e6).toFixed(1)} MB over ${links} links`
    return [
      { what: 'sent', limit: '', measured: sent, held: true },
      { what: 'dropped because', limit: '', measured: reasons.join(', ') || 'not', held: true },
      mustBe('it came to a link', links > 0 ? undefined : 'the tab never took one'),
      besideSink('longest task of the page', tasks.attack, tasks.sink, MAX_TASK_MS),
      { ...growth, measured: `${growth.measured} (sink ${Math.round(peakMb.sink - restMb)} MB)` },
      ...(rateShare === undefined
        ? []
        : [atLeast('of the other link’s rate beside a sink', rateShare, MIN_RATE_SHARE)]),
      ...(IS_PATIENT.has(kind)
        ? []
        : [
            drops.length > 0
              ? atMost('dropped after', Math.max(...drops), MAX_DROP_MS, 'ms')
              : mustBe('dropped', 'never'),
          ]),
    ]
  })
}

declare global {
  interface Window {
    longestTaskMs?: number
  }
}

/** Runs in the page. */
function watchTasks(): void {
  const observer = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries())
      window.longestTaskMs = Math.max(window.longestTaskMs ?? 0, duration)
  })
  observer.observe({ type: 'longtask' })
}

/** Runs in the page: each reason once. */
function unlinkedBecause(): string[] {
  const log = window.tabswarm?.torrents[0]?.log ?? []
  const reasons = log.flatMap(({ event }) => (event.event === 'unlinked' ? event.reason : []))
  return [...new Set(reasons)]
}

async function victimOf({ leecher }: Transfer, port: number, gossips: boolean): Promise<Victim> {
  const { infoHash, peerId, pieceCount, pieceLength } = await leecher.demand()
  const tracker = `ws://localhost:${port}/announce`
  return { tracker, infoHash, peerId, pieceCount, pieceLength, gossips }
}

/** In a browser of their own: a hostile page, and two of which one sends to the other. */
async function openAttackers(cleanup: Cleanup) {
  const scripts = ['hostile.ts', 'swallow.ts']
  const pages = await servePages(new URL('page', import.meta.url).pathname, scripts)
  cleanup.add(() => pages.close())
  const browser = await launchBrowser('chromium')
  cleanup.add(() => browser.close())
  const open = async (script: 'hostile' | 'swallow'): Promise<Page> => {
    const page = await (await browser.newContext()).newPage()
    tellTroubles(page, script)
    await page.goto(`${pages.origin}/${script}.html`)
    await page.waitForFunction(name => name in globalThis, script)
    return page
  }
  const [flooder, sender, taker] = [
    await open('hostile'),
    await open('swallow'),
    await open('swallow'),
  ]
  const offer = await sender.evaluate(() => swallow.offer())
  const answer = await taker.evaluate(offer => swallow.answer(offer), offer)
  await sender.evaluate(answer => swallow.accept(answer), answer)
  return {
    flood: (victim: Victim, kind: KindName, durationMs: number): Promise<LinkFlooded> =>
      flooder.evaluate(([victim, kind, durationMs]) => hostile.flood(victim, kind, durationMs), [
        victim,
        kind,
        durationMs,
      ] as const),
    sink: (durationMs: number, bytesPerSec: number): Promise<void> =>
      sender.evaluate(([durationMs, bytesPerSec]) => swallow.send(durationMs, bytesPerSec), [
        durationMs,
        bytesPerSec,
      ] as const),
  }
}
