/** Results: of a run in real tabs in the form of a simulated one's, and the summary of many. */
import { gossipTotals } from '../../../shared/gossip/totals.ts'
import { boundOf } from '../../../shared/simulation/results/bound.ts'
import { estimate } from '../../../shared/simulation/results/statistics.ts'
import { staysOf } from '../../../shared/simulation/scenarios/emulable.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import type { ReportedOutcome } from '../tabs/messages.ts'
import type { RunResult, Summary, TabsFacts } from './protocol.ts'

interface TabsParts {
  readonly outcomes: readonly ReportedOutcome[]
  readonly tabs: number
  readonly dilation: number
}

export function tabsResult(
  scenario: Scenario,
  seed: number,
  { outcomes, tabs, dilation }: TabsParts,
): RunResult {
  const outcomeOf = new Map(outcomes.map(outcome => [outcome.node, outcome]))
  const stays = staysOf(scenario, seed)
  const leechers = stays.filter(({ holds }) => holds === 'nothing')
  const peers = leechers.flatMap(({ node, arrivesMs }) => {
    const outcome = outcomeOf.get(node)
    if (!outcome) return []
    const { finishedMs, downloaded, uploaded } = outcome
    const times = { joinedMs: arrivesMs, finishedMs: finishedMs ?? null }
    return { id: node, ...times, downloaded, uploaded, isFreeRider: false }
  })
  const failures = leechers.flatMap(({ node }) => whatIsWrong(node, outcomeOf.get(node)) ?? [])
  const ends = peers.flatMap(({ finishedMs }) => finishedMs ?? [])
  const times = peers.flatMap(({ finishedMs, joinedMs }) =>
    finishedMs === null ? [] : finishedMs - joinedMs,
  )
  return {
    seed,
    makespanMs: failures.length === 0 && ends.length > 0 ? Math.max(...ends) : null,
    meanMs: times.length > 0 ? sum(times) / times.length : null,
    peers,
    seeders: stays
      .filter(({ holds }) => holds === 'everything')
      .map(({ node }) => ({ id: node, uploaded: outcomeOf.get(node)?.uploaded ?? 0 })),
    failures,
    ...(scenario.exchange.kind === 'gossip' && gossiped(outcomes)),
    inTabs: factsOf(outcomes, tabs, dilation),
  }
}

const gossiped = (outcomes: readonly ReportedOutcome[]) =>
  gossipTotals(outcomes.map(({ gossip }) => ({ ...NOT_BEGUN, ...gossip })))

const NOT_BEGUN = { rounds: undefined, useful: 0, redundant: 0, failed: 0, controlBytes: 0 }

function whatIsWrong(node: string, outcome: ReportedOutcome | undefined): string | undefined {
  if (!outcome) return `The tab of ${node} is gone.`
  const { finishedMs, isIntact, hasLeft } = outcome
  if (finishedMs === undefined) return hasLeft ? undefined : `${node} did not finish.`
  return isIntact ? undefined : `${node} stored a piece that is not the torrent's.`
}

/** The worst values of all tabs. */
function factsOf(outcomes: readonly ReportedOutcome[], tabs: number, dilation: number): TabsFacts {
  const most = (of: (outcome: ReportedOutcome) => number): number =>
    Math.max(0, ...outcomes.map(of))
  const latestFirst = outcomes.toSorted((a, b) => b.lateness.p99Ms - a.lateness.p99Ms)
  return {
    tabs,
    dilation,
    invalidBecause: latestFirst.find(({ fault }) => fault !== undefined)?.fault ?? null,
    lateness: {
      p99Ms: most(({ lateness }) => lateness.p99Ms),
      worstMs: most(({ lateness }) => lateness.worstMs),
      clockErrorMs: most(({ clockErrorMs }) => clockErrorMs),
    },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

export function summaryOf(scenario: Scenario, runs: readonly RunResult[]): Summary {
  const { makespanMs: boundMs } = boundOf(scenario)
  const makespans = runs.flatMap(({ makespanMs }) => makespanMs ?? [])
  const isComplete = makespans.length === runs.length
  return {
    runs: runs.length,
    makespan: isComplete ? estimate(makespans) : null,
    ratioToBound: isComplete ? estimate(makespans.map(ms => ms / boundMs)) : null,
    mean: isComplete ? estimate(runs.flatMap(({ meanMs }) => meanMs ?? [])) : null,
  }
}
