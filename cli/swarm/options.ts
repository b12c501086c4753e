/** What `npm run swarm` is asked for: parsed once, with a sentence for everything that is not it. */
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { MAX_DILATION } from '../../shared/events/emulation.ts'
import {
  GOSSIP_MODES,
  type GossipStyle,
  GossipStyleError,
  parseGossipStyle,
} from '../../shared/wire/gossip-style.ts'
import { BROWSER_NAMES, type BrowserName } from '../browsers.ts'
import { MAX_NODES } from '../cluster/cluster.ts'
import { parseCount, parseSize, readArgs, UsageError } from '../command.ts'
import { MAX_HOMES } from '../netlab/netlab.ts'
import { HOME_KINDS, type HomeKind } from '../netlab/router.ts'
import { toSetting } from '../scenario.ts'
import { POLICY_FLAGS, parsePolicies } from './policies.ts'

/** Tabs as they are, on the network that is there. */
export type SwarmOptions = ReturnType<typeof plainOf>
/** A scenario's peers in tabs, on an emulated network. */
export type EmulationOptions = ReturnType<typeof emulationOf>

/** 47 tabs of at most 10 links each take 8 GB; more than this fits no machine we know. */
const MAX_TABS = 100
/** Each has some 30 connections, and Chromium allows a tab 500, closed ones counting a while. */
const MAX_PEERS_PER_TAB = 12
/** What is made up lies on the disk and in every tab's storage. */
const MAX_MADE_UP_BYTES = 10 * 1000 ** 3

export const HELP = `npm run swarm -- [options]

Starts the server and a swarm of real browser tabs on it, shares a file from the
first tab, lets all others download it, and checks every result.

  --tabs N           tabs in all, seeders included (4)
  --browsers LIST    chromium, firefox or both with a comma; the tabs take turns (chromium)
  --seeders N        tabs that hold the file from the start (1)
  --file PATH        the file to share
  --size SIZE        or a random file of this size: 500kB, 20MB, 1.5GiB (20MB)
  --mode MODE        bittorrent, or gossip: push, pull, push-pull (bittorrent)
  --fidelity NAME    of gossip: informed, intended, literal (informed);
                     of bittorrent: standard, or literal, the thesis's client (standard)
  --round MS         of gossip: from one round to the next (1000)
  --fan-out N        of gossip: others spoken to in a round (3)
  --ask-by WAY       of the thesis's client: a piece of one peer, or block by block:
                     piece, block (piece)
  --pieces-at-once N of the thesis's client (1)
  --block-bytes N    of bittorrent: bytes asked for at once, 1024 to 16384 (16384)
  --figure PATH      draws the pieces that each tab held over time, as SVG
  --homes LIST       the tabs take turns in homes behind routers: cone, symmetric, no-udp,
                     ipv6, with commas (Linux, as root, chromium)
  --cluster N        N servers that share a Redis, and a balancer before them, in place of one server
  --relay            between homes: a TURN server, by UDP and by TCP
  --json             end with one line of JSON
  --help             this text

or, with peers placed on an emulated network of routers:

  --topology NAME    thesis-20, thesis-30, thesis-46, star, ..., or a topology's file: ours,
                     NED or GraphML
  --scenario NAME    what they share and how: a scenario's name or file (npm run sim -- --list)
  --set KEY=VALUE    changes the scenario: torrent.pieces=100; as often as you like
  --dilation K       emulated time runs K times slower than real time (as much as it takes)
  --peers-per-tab N  real peers in each tab, each with its own connections (1)
  --seed N           of the content and of the arrivals (1)

Ends with 0 if every peer has every byte, and in time on an emulated network; with 1 if not,
with 2 if the options are wrong.
`

/** Undefined: help is wanted. */
export function parseOptions(args: readonly string[]): SwarmOptions | EmulationOptions | undefined {
  const values = parseFlags(args)
  if (values.help) return undefined
  const isEmulated = values.topology !== undefined || values.scenario !== undefined
  refuse(values, isEmulated ? [...PLAIN_FLAGS, 'relay'] : EMULATION_FLAGS, isEmulated)
  return isEmulated ? emulationOf(values) : plainOf(values)
}

function parsePlace({ homes, relay = false, browsers }: Flags) {
  if (homes === undefined) {
    if (!relay) return { homes: undefined, relay }
    throw new UsageError('--relay is for homes: say which with --homes cone,symmetric.')
  }
  const kinds = homes.split(',').map(kind => kind.trim())
  const unknown = kinds.find(kind => !HOME_KINDS.includes(kind as HomeKind))
  if (unknown !== undefined)
    throw new UsageError(`--homes knows ${HOME_KINDS.join(', ')}, not "${unknown}".`)
  if (kinds.length > MAX_HOMES) throw new UsageError(`--homes are ${MAX_HOMES} at most.`)
  if (parseBrowsers(browsers ?? 'chromium').includes('firefox'))
    throw new UsageError('--homes are for chromium: firefox is driven by a network of its own.')
  return { homes: kinds as HomeKind[], relay }
}

function parseCluster({ cluster, homes }: Flags): number | undefined {
  if (cluster === undefined) return undefined
  if (homes !== undefined) throw new UsageError('--cluster and --homes are not for one swarm.')
  return parseCount('--cluster', cluster, 1, MAX_NODES)
}

const GOSSIP_FLAGS = ['round', 'fan-out'] as const
const PLAIN_FLAGS = [
  'tabs',
  'browsers',
  'seeders',
  'file',
  'size',
  'mode',
  'fidelity',
  ...GOSSIP_FLAGS,
  ...POLICY_FLAGS,
  'figure',
  'homes',
  'cluster',
] as const
const EMULATION_FLAGS = ['set', 'dilation', 'peers-per-tab', 'seed'] as const

function refuse(values: Flags, flags: readonly (keyof Flags)[], isEmulated: boolean): void {
  const flag = flags.find(name => values[name] !== undefined)
  if (flag === undefined) return
  throw new UsageError(
    isEmulated
      ? `On an emulated network the scenario says what --${flag} would: change it with --set.`
      : `--${flag} is for emulated networks: say which with --topology or --scenario.`,
  )
}

function emulationOf(values: Flags) {
  const perTab = values['peers-per-tab'] ?? '1'
  return {
    kind: 'emulated' as const,
    scenario: values.scenario,
    topology: values.topology,
    settings: (values.set ?? []).map(toSetting),
    dilation: values.dilation === undefined ? undefined : parseDilation(values.dilation),
    peersPerTab: parseCount('--peers-per-tab', perTab, 1, MAX_PEERS_PER_TAB),
    seed: parseCount('--seed', values.seed ?? '1', 0, 2 ** 32 - 1),
    json: values.json ?? false,
  }
}

function parseDilation(text: string): number {
  const dilation = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0
  if (dilation >= 1 && dilation <= MAX_DILATION) return dilation
  throw new UsageError(`--dilation must be a number from 1 to ${MAX_DILATION}, not "${text}".`)
}

function plainOf(values: Flags) {
  const tabs = parseCount('--tabs', values.tabs ?? '4', 2, MAX_TABS)
  const seeders = parseCount('--seeders', values.seeders ?? '1', 1, tabs - 1)
  return {
    kind: 'plain' as const,
    tabs,
    seeders,
    browsers: parseBrowsers(values.browsers ?? 'chromium'),
    content: parseContent(values.file, values.size),
    ...parseExchange(values),
    figure: values.figure === undefined ? undefined : checkedPlace(values.figure),
    ...parsePlace(values),
    cluster: parseCluster(values),
    json: values.json ?? false,
  }
}

type Flags = ReturnType<typeof parseFlags>

const parseFlags = (args: readonly string[]) =>
  readArgs(args, {
    texts: [
      ...PLAIN_FLAGS,
      ...(['topology', 'scenario', 'dilation', 'peers-per-tab', 'seed'] as const),
    ],
    lists: ['set'],
    switches: ['json', 'relay'],
  }).values

function parseBrowsers(text: string): BrowserName[] {
  const names = text.split(',').map(name => name.trim())
  const unknown = names.find(name => !BROWSER_NAMES.includes(name as BrowserName))
  if (unknown === undefined) return names as BrowserName[]
  throw new UsageError(`--browsers knows ${BROWSER_NAMES.join(' and ')}, not "${unknown}".`)
}

/** A file of this size is made up where no path is given. */
type Content = { readonly path: string } | { readonly bytes: number }

function parseContent(path: string | undefined, size: string | undefined): Content {
  if (path !== undefined && size !== undefined) {
    throw new UsageError('Give --file or --size, not both.')
  }
  if (path !== undefined) return { path: checkedFile(path) }
  const bytes = parseSize(size ?? '20MB')
  if (bytes !== undefined && bytes >= 1 && bytes <= MAX_MADE_UP_BYTES) return { bytes }
  throw new UsageError(`--size must be like 500kB, 20MB or 1.5GiB, up to 10GB, not "${size}".`)
}

/** Tabs gossip, or are BitTorrent clients with these policies. */
function parseExchange(values: Flags) {
  const gossip = parseGossip(values)
  if (gossip === undefined) return { gossip, policies: parsePolicies(values) }
  const flag = POLICY_FLAGS.find(name => values[name] !== undefined)
  if (flag === undefined) return { gossip, policies: undefined }
  throw new UsageError(`--${flag} is for --mode bittorrent: leave out one of the two.`)
}

function parseGossip(values: Flags): GossipStyle | undefined {
  const { mode = 'bittorrent', fidelity, round: roundMs, 'fan-out': fanOut } = values
  const modes: readonly string[] = ['bittorrent', ...GOSSIP_MODES]
  if (!modes.includes(mode))
    throw new UsageError(`--mode must be one of ${modes.join(', ')}, not "${mode}".`)
  if (mode === 'bittorrent') {
    const flag = GOSSIP_FLAGS.find(name => values[name] !== undefined)
    if (flag === undefined) return undefined
    throw new UsageError(`--${flag} is for gossip: say which with --mode push, pull or push-pull.`)
  }
  try {
    return parseGossipStyle({ mode, fidelity, roundMs, fanOut })
  } catch (error) {
    if (error instanceof GossipStyleError) throw new UsageError(error.message)
    throw error
  }
}

/** Found out now, not when the swarm has run. */
function checkedPlace(path: string): string {
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) return path
  throw new UsageError(`--figure: there is no folder ${dirname(path)} to put it in.`)
}

function checkedFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`--file: there is no file ${path}.`)
  if (found.size === 0) throw new UsageError(`--file: ${path} is empty, there is nothing to share.`)
  return path
}
