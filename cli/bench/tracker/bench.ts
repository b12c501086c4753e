/**
 * npm run bench -- tracker: the same load on bittorrent-tracker and on ours, in turns of a third of a second, so that
 * whatever slows the machine down meets all alike. What counts is the time of the processor that the servers take.
 */

import { ensureRedis, NO_REDIS } from '../../cluster/redis-process.ts'
import type { Context } from '../../command.ts'
import { median } from '../report.ts'
import { measureMembers } from './members.ts'
import { isPinned } from './pinned.ts'
import { Side, type SideOptions, type Turn } from './sides.ts'

const ROUNDS = 5
const TURNS_IN_ROUND = 2
const TURN_SECONDS = 0.3
/** Until what is run often is compiled. */
const WARM_UP_TURNS = 4
const CLIENTS = 128
const SWARMS = 10
/** More of them: an offer counts on its socket for a minute. */
const OFFERING_CLIENTS = 1_000
/** As WebTorrent makes. */
const OFFERS = 5
const RAMP = [1, 4, 16, 64, CLIENTS]
/** With fewer clients than at the knee announces get fewer, with more they only wait longer. */
const KNEE_SHARE = 0.9

const SIDES: readonly SideOptions[] = [
  { name: 'bittorrent-tracker', door: 'stock' },
  { name: 'stock door', door: 'stock', nodes: 1 },
  { name: 'Socket.IO door', door: 'tabs', nodes: 1 },
]
const onRedis = (redis: string): readonly SideOptions[] => [
  { name: 'stock door on Redis', door: 'stock', nodes: 1, redis },
  { name: 'the same with two nodes', door: 'stock', nodes: 2, redis },
]

export interface SideFigures {
  readonly name: string
  /** Medians of five rounds. */
  readonly announcesPerCpuSecond: number
  readonly offersPerCpuSecond: number
  readonly redisMicrosPerAnnounce: number | null
  readonly residentMb: number
  readonly ramp: readonly Step[]
  /** Clients that announce at once. */
  readonly knee: Step
}

interface Step {
  readonly clients: number
  readonly announcesPerSec: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Target {
  readonly what: string
  readonly value: number
  readonly limit: number
  readonly isMet: boolean
}

export type TrackerResult = Awaited<ReturnType<typeof benchTracker>>

export async function benchTracker({ cleanup }: Context) {
  const redis = ensureRedis()
  const notes = [
    ...(redis === undefined ? [NO_REDIS] : []),
    ...(isPinned
      ? []
      : ['Servers and load share the cores: there is no taskset here, or one core only.']),
  ]
  const sides: Side[] = []
  for (const options of [...SIDES, ...(redis === undefined ? [] : onRedis(redis))]) {
    const side = await Side.start(options, cleanup)
    sides.push(side)
    await side.open('announces', { clients: CLIENTS, swarms: SWARMS, offers: 0 })
    for (let i = 0; i < WARM_UP_TURNS; i++) await side.turn('announces', TURN_SECONDS)
  }
  const ramps = await inTurns(sides, RAMP, async (side, clients): Promise<Step> => {
    const { perSecond, p50Ms, p99Ms } = await side.turn('announces', TURN_SECONDS, clients)
    return { clients, announcesPerSec: Math.round(perSecond), p50Ms, p99Ms }
  })
  const announces = await rounds(sides, 'announces')
  for (const side of sides) {
    await side.open('offers', { clients: OFFERING_CLIENTS, swarms: SWARMS, offers: OFFERS })
    for (let i = 0; i < WARM_UP_TURNS; i++) await side.turn('offers', TURN_SECONDS)
  }
  const offers = await rounds(sides, 'offers')
  const members = await measureMembers(cleanup)
  const figures: SideFigures[] = []
  for (const [i, side] of sides.entries()) {
    const own = announces[i] as readonly Turn[]
    const ramp = ramps[i] as readonly Step[]
    figures.push({
      name: side.name,
      announcesPerCpuSecond: Math.round(median(own.map(announcesPerCpu)) as number),
      offersPerCpuSecond: Math.round(median((offers[i] as Turn[]).map(offersPerCpu)) as number),
      redisMicrosPerAnnounce:
        side.name.includes('Redis') || side.name.includes('nodes')
          ? (median(own.map(turn => (turn.redisCpuSeconds * 1e6) / turn.announces)) as number)
          : null,
      residentMb: Math.round(await side.residentMb()),
      ramp,
      knee: kneeOf(ramp),
    })
  }
  const targets = targetsOf(announces, offers, members)
  return {
    ok: targets.every(({ isMet }) => isMet),
    mode: 'tracker' as const,
    isPinned,
    targets,
    sides: figures,
    members,
    notes,
  }
}

/** A round's turns of a side, as one. */
async function rounds(sides: readonly Side[], kind: 'announces' | 'offers'): Promise<Turn[][]> {
  const turns = await inTurns(
    sides,
    Array<number>(ROUNDS * TURNS_IN_ROUND).fill(TURN_SECONDS),
    (side, seconds) => side.turn(kind, seconds),
  )
  return turns.map(own =>
    Array.from({ length: ROUNDS }, (_, round) =>
      own.slice(round * TURNS_IN_ROUND, (round + 1) * TURNS_IN_ROUND).reduce(sum),
    ),
  )
}

const sum = (a: Turn, b: Turn): Turn => ({
  ...a,
  announces: a.announces + b.announces,
  offers: a.offers + b.offers,
  cpuSeconds: a.cpuSeconds + b.cpuSeconds,
  redisCpuSeconds: a.redisCpuSeconds + b.redisCpuSeconds,
})

/** Of each step all sides have their turn before the next. */
async function inTurns<T, Out>(
  sides: readonly Side[],
  steps: readonly T[],
  take: (side: Side, step: T) => Promise<Out>,
): Promise<Out[][]> {
  const out: Out[][] = sides.map(() => [])
  for (const step of steps)
    for (const [i, side] of sides.entries()) out[i]?.push(await take(side, step))
  return out
}

const announcesPerCpu = ({ announces, cpuSeconds }: Turn): number => announces / cpuSeconds
const offersPerCpu = ({ offers, cpuSeconds }: Turn): number => offers / cpuSeconds

function kneeOf(ramp: readonly Step[]): Step {
  const best = Math.max(...ramp.map(({ announcesPerSec }) => announcesPerSec))
  return ramp.find(({ announcesPerSec }) => announcesPerSec >= KNEE_SHARE * best) as Step
}

function targetsOf(
  announces: readonly Turn[][],
  offers: readonly Turn[][],
  { registryMb, p99Ms }: { readonly registryMb: number; readonly p99Ms: number },
): Target[] {
  const [other, stock, tabs, oneNode, twoNodes] = announces
  const ratio = (of: readonly Turn[], to: readonly Turn[], each: (turn: Turn) => number): number =>
    median(of.map((turn, i) => each(turn) / each(to[i] as Turn))) as number
  const atLeast = (
    what: string,
    [of, to]: readonly (readonly Turn[] | undefined)[],
    limit: number,
    each = announcesPerCpu,
  ): Target[] => {
    if (!of || !to) return []
    const value = Math.round(100 * ratio(of, to, each)) / 100
    return [{ what, value, limit, isMet: value >= limit }]
  }
  const atMost = (what: string, value: number, limit: number): Target => ({
    what,
    value: Math.round(10 * value) / 10,
    limit,
    isMet: value <= limit,
  })
  return [
    ...atLeast('announces, stock door / bittorrent-tracker', [stock, other], 1),
    ...atLeast('announces, Socket.IO door / bittorrent-tracker', [tabs, other], 0.8),
    ...atLeast('offers, stock door / bittorrent-tracker', [offers[1], offers[0]], 1, offersPerCpu),
    ...atLeast('announces, on Redis / in memory', [oneNode, stock], 0.4),
    ...atLeast('announces, each of two nodes / one alone', [twoNodes, oneNode], 0.85),
    atMost('MB for 100,000 members in 2,000 swarms', registryMb, 250),
    atMost('ms, 99 % of their announces', p99Ms, 5),
  ]
}
