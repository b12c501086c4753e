/** Who sends over the line: each begins, and says from then on what each receiver has got. */
import { once } from 'node:events'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Session } from '../../../client/host/api.ts'
import { type Cleanup, ROOT } from '../../command.ts'
import { end, untilItSays } from '../../netlab/place.ts'
import type { StreamPage } from '../pages/stream.ts'
import type { WebTorrentPage } from '../pages/webtorrent.ts'
import { type Content, freshPage } from '../side.ts'
import type { Rig } from './rig.ts'

/** In the pages. */
declare const tabswarm: Session
declare const bench: StreamPage & WebTorrentPage

/** `ours1`: with links of one connection. */
export const SIDE_NAMES = ['tcp', 'raw1', 'raw4', 'raw8', 'ours', 'ours1', 'webtorrent'] as const
export type SideName = (typeof SIDE_NAMES)[number]

/** Bytes that have come, for each receiver. */
export type Received = () => Promise<readonly number[]>

type Begin = (rig: Rig, content: Content, cleanup: Cleanup) => Promise<Received>

const TCP_PORT = 5_000

export const SIDES: Readonly<Record<SideName, Begin>> = {
  tcp: async ({ ends }, _content, cleanup) => {
    const [sender, ...receivers] = ends
    const counters = await Promise.all(
      receivers.map(async ({ place, address }) => {
        const counter = place.spawn(...program('count', `${TCP_PORT}`))
        cleanup.add(() => end(counter))
        await untilItSays(counter, 'listening')
        const sending = sender?.place.spawn(...program('send', address, `${TCP_PORT}`))
        if (sending) cleanup.add(() => end(sending))
        return counter
      }),
    )
    return () =>
      Promise.all(
        counters.map(async ({ stdin, stdout }) => {
          stdin?.write('?')
          const [bytes] = stdout ? await once(stdout, 'data') : ['0']
          return Number(bytes)
        }),
      )
  },
  raw1: raw(1),
  raw4: raw(4),
  raw8: raw(8),
  ours: ours('yes'),
  ours1: ours('no'),
  webtorrent: async (rig, content, cleanup) => {
    const url = `${rig.origins.pages}/webtorrent.html`
    const [seeder, ...leechers] = await pages(rig, url, 'bench', cleanup)
    await seeder.setInputFiles('#files', content.path)
    const magnet = await seeder.evaluate(
      ([announce, pieceLength]) => bench.seed(announce, pieceLength),
      [rig.origins.tracker, content.pieceLength] as const,
    )
    for (const leecher of leechers) await leecher.evaluate(magnet => bench.begin(magnet), magnet)
    return ofEach(leechers, leecher => leecher.evaluate(() => bench.received()))
  },
}

function ours(lanes: 'yes' | 'no'): Begin {
  return async (rig, content, cleanup) => {
    const [seeder, ...leechers] = await pages(rig, rig.origins.ours, 'tabswarm', cleanup, page =>
      page.addInitScript(lanes => localStorage.setItem('tabswarm.lanes', lanes), lanes),
    )
    await seeder.locator('input[type=file]').first().setInputFiles(content.path)
    await seeder.waitForFunction(() => tabswarm.torrents[0]?.view.phase === 'seeding', undefined, {
      timeout: 120_000,
    })
    const magnet = await seeder.evaluate(() => tabswarm.torrents[0]?.magnet ?? '')
    for (const leecher of leechers)
      await leecher.evaluate(magnet => {
        void tabswarm.open(magnet, { wanted: true })
      }, magnet)
    return ofEach(leechers, leecher =>
      leecher.evaluate(() => tabswarm.torrents[0]?.view.downloaded ?? 0),
    )
  }
}

function raw(connections: number): Begin {
  return async (rig, _content, cleanup) => {
    const [sender, ...receivers] = await pages(
      rig,
      `${rig.origins.pages}/stream.html`,
      'bench',
      cleanup,
    )
    for (const receiver of receivers) {
      for (let i = 0; i < connections; i++) {
        const offer = await sender.evaluate(() => bench.offer())
        const answer = await receiver.evaluate(offer => bench.answer(offer), offer)
        await sender.evaluate(answer => bench.accept(answer), answer)
      }
    }
    await sender.evaluate(() => bench.send())
    return ofEach(receivers, receiver => receiver.evaluate(() => bench.received()))
  }
}

/** One at each end. */
async function pages(
  { ends }: Rig,
  url: string,
  api: string,
  cleanup: Cleanup,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<[Page, ...Page[]]> {
  const opened = await Promise.all(
    ends.map(async end => {
      const browser = await end.browser()
      cleanup.add(() => browser.close())
      return freshPage(browser, url, api, prepare)
    }),
  )
  return opened as [Page, ...Page[]]
}

const ofEach =
  (receivers: readonly Page[], received: (page: Page) => Promise<number>): Received =>
  () =>
    Promise.all(receivers.map(received))

function program(...args: string[]): Parameters<Rig['ends'][number]['place']['spawn']> {
  const script = join(import.meta.dirname, 'tcp-end.ts')
  return [
    process.execPath,
    ['--import', 'tsx', script, ...args],
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
  ]
}
