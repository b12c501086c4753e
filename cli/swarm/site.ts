/** Where a swarm runs: on this machine as it is, or in homes behind routers. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { startServer } from '../../server/start.ts'
import { type BrowserName, findBrowser, launchBrowser } from '../browsers.ts'
import { LocalCluster } from '../cluster/cluster.ts'
import type { Cleanup } from '../command.ts'
import { netlabObstacle } from '../netlab/needs.ts'
import { type Home, Netlab } from '../netlab/netlab.ts'
import type { HomeKind } from '../netlab/router.ts'
import { RELAY_SETTINGS, servePages, startRelay } from '../netlab/servers.ts'

export interface Site {
  /** Where this tab finds the server. */
  originFor(tab: number): string
  /** One process for each kind of browser and place. */
  browserFor(tab: number, name: BrowserName): Promise<Browser>
  homeOf(tab: number): Home | undefined
}

export interface HomesSite extends Site {
  readonly homes: readonly Home[]
  /** Ends our server, and starts it again with the same settings. */
  restartServer(): Promise<void>
  restartRelay(): Promise<void>
}

/** Several servers on one Redis, and tabs beside them. */
export async function onCluster(nodes: number, cleanup: Cleanup): Promise<Site> {
  const cluster = await LocalCluster.start({ nodes, port: 0 }, cleanup)
  const launched = launcher(cleanup)
  return {
    originFor: () => cluster.origin,
    browserFor: (_, name) => launched(name, () => launchBrowser(name)),
    homeOf: () => undefined,
  }
}

/** One server, and tabs beside it. */
export async function onThisMachine(cleanup: Cleanup): Promise<Site> {
  const server = await startServer({ port: 0, log: () => undefined })
  cleanup.add(() => server.close())
  const launched = launcher(cleanup)
  return {
    originFor: () => `http://localhost:${server.port}`,
    browserFor: (_, name) => launched(name, () => launchBrowser(name)),
    homeOf: () => undefined,
  }
}

export interface HomesOptions {
  /** The tabs take turns. */
  readonly homes: readonly HomeKind[]
  /** A TURN server stands in the internet, and our server names it. */
  readonly relay: boolean
  /** Further options of the browser in each home. */
  readonly browserArgs?: readonly (readonly string[])[]
  /** Of our server, besides. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Throws a sentence where there can be no homes. Chromium alone: it is driven by a pipe, which crosses namespaces. */
export async function inHomes(options: HomesOptions, cleanup: Cleanup): Promise<HomesSite> {
  const { homes: kinds, relay, settings = {}, browserArgs = [] } = options
  const obstacle = netlabObstacle({ relay })
  if (obstacle !== undefined) throw new Error(obstacle)
  const netlab = new Netlab()
  cleanup.add(() => netlab.remove())
  const homes = kinds.map(kind => netlab.home(kind))
  const startTurn = () => startRelay(netlab.internet)
  let turn = relay ? await startTurn() : undefined
  cleanup.add(() => turn?.close())
  const serve = () => servePages(netlab.internet, { ...(relay && RELAY_SETTINGS), ...settings })
  let pages = await serve()
  cleanup.add(() => pages.close())
  const folder = await mkdtemp(join(tmpdir(), 'tabswarm-homes-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const launched = launcher(cleanup)
  const homeOf = (tab: number) => homes[tab % homes.length] as Home
  return {
    originFor: tab => `http://${homeOf(tab).internet}:${pages.port}`,
    browserFor: (tab, name) => {
      const { place } = homeOf(tab)
      return launched(`${name} in ${place.namespace}`, () => {
        const found = findBrowser(name)
        const args = browserArgs[tab % homes.length] ?? []
        if (found === undefined) return launchBrowser(name)
        const executablePath = place.wrapper(found.executablePath, folder)
        return launchBrowser(name, { args }, { name, executablePath, own: false })
      })
    },
    homeOf,
    homes,
    restartServer: async () => {
      await pages.close()
      pages = await serve()
    },
    restartRelay: async () => {
      await turn?.close()
      turn = await startTurn()
    },
  }
}

function launcher(cleanup: Cleanup) {
  const launched = new Map<string, Promise<Browser>>()
  return (key: string, launch: () => Promise<Browser>): Promise<Browser> => {
    const known = launched.get(key)
    if (known) return known
    const browser = launch()
    launched.set(key, browser)
    cleanup.add(async () => (await browser).close())
    return browser
  }
}
