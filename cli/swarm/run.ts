/** A swarm of real tabs: one server, one link, every result checked. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserName } from '../browsers.ts'
import { buildPages } from '../build.ts'
import { type Cleanup, cleanedUp } from '../command.ts'
import { sha256OfFile, writeRandomFile } from '../content.ts'
import { prepareLimitMs, Tab } from '../tabs/tab.ts'
import { createBars } from './bars.ts'
import { follow } from './follow.ts'
import { type Held, heldOf } from './infopeer.ts'
import type { SwarmOptions } from './options.ts'
import { type Outcome, type SwarmResult, summarise } from './result.ts'
import { inHomes, onCluster, onThisMachine, type Site } from './site.ts'

const say = (sentence: string): void => console.error(sentence)

export interface SwarmRun {
  readonly result: SwarmResult
  readonly held: Held
}

/** Rejects if the swarm cannot be set up; what goes wrong in it is in the result, and on stderr. */
export const runSwarm = (options: SwarmOptions, signal: AbortSignal): Promise<SwarmRun> =>
  cleanedUp(signal, cleanup => swarm(options, signal, cleanup))

async function swarm(
  options: SwarmOptions,
  signal: AbortSignal,
  cleanup: Cleanup,
): Promise<SwarmRun> {
  await buildPages()
  const { gossip } = options
  const path = await provideFile(options.content, cleanup)
  const sha256 = await sha256OfFile(path)
  const { size: bytes } = await stat(path)
  const site = await placeOf(options, cleanup)

  const tabs = await openTabs(options, signal, site)
  const { policies } = options
  if (policies) await Promise.all(tabs.map(tab => tab.setPolicies(policies)))
  const seeders = tabs.slice(0, options.seeders)
  const leechers = tabs.slice(options.seeders)
  const magnets = await Promise.all(
    seeders.map((tab, i) =>
      tab.share(site.originFor(i), path, { limitMs: prepareLimitMs(bytes), gossip }),
    ),
  )
  const link = `${site.originFor(0)}/#${magnets[0]}`
  say(`${seeders.map(tab => tab.name).join(', ')} shares ${bytes} bytes: ${link}`)

  signal.throwIfAborted()
  const startedAt = Date.now()
  await Promise.all(
    tabs.map((tab, i) =>
      leechers.includes(tab)
        ? tab.openLink(site.originFor(i), magnets[0] as string, { auto: true })
        : undefined,
    ),
  )
  const stall = await follow(leechers, createBars(process.stderr), signal)
  if (stall) say(stall)

  const outcomes = await Promise.all(tabs.map(tab => outcomeOf(tab, leechers.includes(tab))))
  for (const { name, sha256: theirs } of outcomes) {
    if (theirs !== undefined && theirs !== sha256) say(`${name} has other bytes: ${theirs}.`)
  }
  const result = summarise({
    bytes,
    sha256,
    startedAt,
    gossip,
    policies,
    seeders: outcomes.slice(0, options.seeders),
    leechers: outcomes.slice(options.seeders),
  })
  const watched = outcomes.map(({ name, snapshot }, i) => ({
    name: i < options.seeders ? `${name}, seed` : name,
    snapshot,
  }))
  return { result, held: heldOf(watched, startedAt, gossip) }
}

function placeOf({ homes, relay, cluster }: SwarmOptions, cleanup: Cleanup): Promise<Site> {
  if (homes) return inHomes({ homes, relay }, cleanup)
  return cluster === undefined ? onThisMachine(cleanup) : onCluster(cluster, cleanup)
}

async function provideFile(content: SwarmOptions['content'], cleanup: Cleanup): Promise<string> {
  if ('path' in content) return content.path
  const folder = await mkdtemp(join(tmpdir(), 'tabswarm-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'swarm.bin')
  await writeRandomFile(path, content.bytes)
  return path
}

/** One isolated context per tab; the kinds of browsers take turns. */
async function openTabs(
  { tabs, browsers }: SwarmOptions,
  signal: AbortSignal,
  site: Site,
): Promise<Tab[]> {
  const open: Tab[] = []
  for (let i = 0; i < tabs; i++) {
    signal.throwIfAborted()
    const name = browsers[i % browsers.length] as BrowserName
    const home = site.homeOf(i)
    const place = home ? `, ${home.kind}` : ''
    open.push(await Tab.open(`tab ${i + 1}${place}`, name, await site.browserFor(i, name)))
  }
  return open
}

async function outcomeOf(tab: Tab, isLeecher: boolean): Promise<Outcome> {
  const snapshot = await tab.snapshot()
  const check = isLeecher && snapshot?.finishedAt !== undefined
  const sha256 = check ? await tab.sha256() : undefined
  return { name: tab.name, browser: tab.browserName, snapshot, sha256 }
}
