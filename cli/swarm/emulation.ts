/**
 * A scenario in real tabs: its peers placed in an emulated network, linked, and then let loose at one
 * moment of emulated time.
 */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { SERVER_LIMITS } from '../../server/limits.ts'
import { attachSockets } from '../../server/sockets.ts'
import { seededStream } from '../../shared/base/random.ts'
import { type EmulationId, MAX_EMULATED_PEERS } from '../../shared/events/emulation.ts'
import type { Topology } from '../../shared/network/topology.ts'
import { writeTopology } from '../../shared/network/topology-file.ts'
import { castOf, type Scenario, topologyOf } from '../../shared/simulation/scenario.ts'
import { arrivalTimes } from '../../shared/simulation/simulation.ts'
import { MemoryRegistry } from '../../shared/tracker/memory.ts'
import { servePages } from '../bench/page-server.ts'
import { launchBrowser } from '../browsers.ts'
import { Cleanup } from '../cleanup.ts'
import type { Bars } from './bars.ts'
import { UsageError } from './options.ts'
import type { PeerOutcome, PeerStatus, Stay } from './page/plan.ts'
import type { SwarmTab } from './page/tab.ts'

/** In the pages. */
declare const swarmTab: SwarmTab

export interface EmulationParts {
  readonly scenario: Scenario
  readonly dilation: number
  readonly peersPerTab: number
  readonly seed: number
  readonly bars: Bars
}

export interface EmulationRun {
  readonly tabs: number
  /** Emulated: when the first leechers began to want the torrent. */
  readonly startMs: number
  readonly outcomes: readonly PeerOutcome[]
}

/** Every tab looks for its peers' links that often, real time: often enough, and cheap. */
const LOOK_EVERY_MS = 500
/** No link has come or gone for so long: all that will be are there. */
const QUIET_MS = 3_000
/** 1,000 links between 46 peers take a minute on two cores. */
const LINKING_LIMIT_MS = 240_000
/** Nobody got a piece for so long, real time. */
const STALL_LIMIT_MS = 60_000
/** For every tab to hear when it starts: real. */
const START_IN_MS = 1_500

/** Hosts' names by mDNS are what fails first when hundreds of links are made at once. */
const BROWSER_ARGS = ['--disable-features=WebRtcHideLocalIpsWithMdns']

const say = (sentence: string): void => console.error(sentence)

/** Rejects if the swarm cannot be set up; what goes wrong in it is in the outcomes, and on stderr. */
export async function runEmulation(
  parts: EmulationParts,
  signal: AbortSignal,
): Promise<EmulationRun> {
  const cleanup = new Cleanup()
  // Closing the browser also ends every wait for it.
  signal.addEventListener('abort', () => cleanup.run(), { once: true })
  try {
    return await emulate(parts, cleanup, signal)
  } finally {
    await cleanup.run()
  }
}

async function emulate(
  { scenario, dilation, peersPerTab, seed, bars }: EmulationParts,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<EmulationRun> {
  const topology = topologyOf(scenario)
  checkEmulable(scenario, topology)
  const origin = await serve(cleanup)
  const count = Math.ceil(topology.peers.length / peersPerTab)
  const tabs = await openTabs(origin, count, cleanup, signal)
  const [first] = tabs as [Page]
  const emulation = await first.evaluate(plan => swarmTab.openEmulation(plan), {
    topology: writeTopology(topology),
    granularity: scenario.granularity === 'packet' ? 'packet' : 'message',
    overhead: scenario.overhead,
    dilation,
  } as const)
  await joinAll(tabs, emulation, scenario, topology, seed, signal)
  await linkedUp(tabs, bars, signal)
  const startMs = await start(tabs, scenario, topology, dilation, seed)
  await follow(tabs, scenario, topology, bars, signal)
  const outcomes = await Promise.all(tabs.map(tab => tab.evaluate(() => swarmTab.outcomes())))
  return { tabs: tabs.length, startMs, outcomes: outcomes.flat() }
}

/** Tabs are real: what a scenario does to their machines stays in the simulator. */
function checkEmulable({ faults, departures }: Scenario, { peers }: Topology): void {
  if (peers.length > MAX_EMULATED_PEERS)
    throw new UsageError(
      `Tabs take ${MAX_EMULATED_PEERS} peers at most; this topology has ${peers.length}.`,
    )
  const isRude = departures.some(departure => departure.kind === 'at' && !departure.goodbye)
  if (faults.length > 0 || isRude)
    throw new UsageError(
      'Faults, and peers that leave without a goodbye, exist in the simulator only: npm run sim',
    )
}

async function serve(cleanup: Cleanup): Promise<string> {
  const pages = await servePages(join(import.meta.dirname, 'page'), ['index.html'])
  cleanup.add(() => pages.close())
  const closeSockets = attachSockets(pages.http, {
    registry: new MemoryRegistry(Math.random),
    limits: SERVER_LIMITS,
    log: () => undefined,
    now: () => performance.now(),
  })
  cleanup.add(() => closeSockets())
  return pages.origin
}

async function openTabs(
  origin: string,
  count: number,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<Page[]> {
  const browser = await launchBrowser('chromium', { args: BROWSER_ARGS })
  cleanup.add(() => browser.close())
  const context = await browser.newContext()
  const tabs: Page[] = []
  for (let i = 0; i < count; i++) {
    signal.throwIfAborted()
    const tab = await context.newPage()
    tab.on('pageerror', error => say(`tab ${i + 1}: ${error}`))
    tab.on('console', message => {
      if (message.type() === 'error') say(`tab ${i + 1}: ${message.text()}`)
    })
    await tab.goto(origin)
    await tab.waitForFunction(() => 'swarmTab' in globalThis)
    tabs.push(tab)
  }
  return tabs
}

async function joinAll(
  tabs: readonly Page[],
  emulation: EmulationId,
  { torrent, exchange, maxLinks, seeders }: Scenario,
  topology: Topology,
  seed: number,
  signal: AbortSignal,
): Promise<void> {
  const holders = new Set(castOf({ seeders } as Scenario, topology).seeders)
  for (const [index, node] of topology.peers.entries()) {
    signal.throwIfAborted()
    const newcomer = {
      emulation,
      node,
      holds: holders.has(node) ? 'everything' : 'nothing',
      torrent,
      seed,
      exchange,
      maxLinks,
    } as const
    // Neighbours in name are in different tabs, so that their links are real ones between tabs.
    await tabs[index % tabs.length]?.evaluate(newcomer => swarmTab.join(newcomer), newcomer)
  }
}

async function linkedUp(tabs: readonly Page[], bars: Bars, signal: AbortSignal): Promise<void> {
  let links = -1
  let movedAt = Date.now()
  const giveUpAt = Date.now() + LINKING_LIMIT_MS
  for (;;) {
    const statuses = await look(tabs, signal)
    const now = statuses.reduce((sum, status) => sum + status.links, 0)
    const halfOpen = statuses.reduce((sum, status) => sum + status.halfOpen, 0)
    if (now !== links || halfOpen > 0) movedAt = Date.now()
    links = now
    const alone = statuses.filter(status => status.links === 0).length
    bars.show([{ label: 'linking', done: 1 - alone / statuses.length, note: `${links / 2} links` }])
    if (alone === 0 && Date.now() - movedAt > QUIET_MS) return
    if (Date.now() > giveUpAt)
      throw new Error(
        `After ${LINKING_LIMIT_MS / 1000} s, ${alone} peers have no link and ${halfOpen} links are half made: too much for this machine. Use fewer peers, or more peers in each tab.`,
      )
  }
}

async function start(
  tabs: readonly Page[],
  scenario: Scenario,
  topology: Topology,
  dilation: number,
  seed: number,
): Promise<number> {
  const nowMs = await (tabs[0] as Page).evaluate(() => swarmTab.nowMs())
  const startMs = nowMs + START_IN_MS / dilation
  const stays = staysOf(scenario, topology, startMs, seed)
  await Promise.all(tabs.map(tab => tab.evaluate(stays => swarmTab.plan(stays), stays)))
  const toldMs = await (tabs[0] as Page).evaluate(() => swarmTab.nowMs())
  if (toldMs > startMs)
    throw new Error('The tabs answer too slowly to start together. Use fewer tabs.')
  return startMs
}

function staysOf(scenario: Scenario, topology: Topology, startMs: number, seed: number): Stay[] {
  const { seeders, leechers } = castOf(scenario, topology)
  const times = arrivalTimes(scenario.arrivals, leechers.length, seededStream(seed, 'arrivals'))
  const arrivals = new Map(leechers.map((node, i) => [node, times[i] as number]))
  return [...seeders, ...leechers].map(node => {
    const leaves = scenario.departures.find(
      departure => departure.kind === 'at' && departure.peer === node,
    )
    const after = scenario.departures.find(departure => departure.kind === 'finished')
    return {
      node,
      wantsMs: startMs + (arrivals.get(node) ?? 0),
      leavesMs: leaves?.kind === 'at' ? startMs + leaves.atMs : undefined,
      leavesAfterMs: after?.kind === 'finished' && arrivals.has(node) ? after.afterMs : undefined,
    }
  })
}

async function follow(
  tabs: readonly Page[],
  scenario: Scenario,
  topology: Topology,
  bars: Bars,
  signal: AbortSignal,
): Promise<void> {
  const leechers = new Set(castOf(scenario, topology).leechers)
  const pieces = Math.ceil(scenario.torrent.length / scenario.torrent.pieceLength)
  let held = -1
  let movedAt = Date.now()
  for (;;) {
    const statuses = (await look(tabs, signal)).filter(({ node }) => leechers.has(node))
    const now = statuses.reduce((sum, status) => sum + status.heldPieces, 0)
    const finished = statuses.filter(status => status.finishedMs !== undefined).length
    const note = `${finished} of ${statuses.length} peers have everything`
    bars.show([{ label: scenario.name, done: now / (pieces * statuses.length), note }])
    if (finished === statuses.length) return
    if (now !== held) movedAt = Date.now()
    held = now
    if (Date.now() - movedAt > STALL_LIMIT_MS) {
      say(`Nobody got a piece for ${STALL_LIMIT_MS / 1000} s: it ends here.`)
      return
    }
  }
}

async function look(tabs: readonly Page[], signal: AbortSignal): Promise<PeerStatus[]> {
  await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
  signal.throwIfAborted()
  const statuses = await Promise.all(tabs.map(tab => tab.evaluate(() => swarmTab.statuses())))
  return statuses.flat()
}
