/** A caption's figures, from the run that it is about: `{makespan}` and its like. */
import { formatTime } from '../words.ts'
import type { Plan, RunResult } from '../worker/protocol.ts'

/** `before`: what came of the act before. */
export function withFacts(
  text: string,
  plan: Plan,
  result: RunResult | undefined,
  before: RunResult | undefined,
): string {
  const timeOf = (ms: number | null | undefined): string =>
    ms === null || ms === undefined ? 'never' : formatTime(ms)
  const { makespanMs, peers = [], useful = 0, redundant = 0 } = result ?? {}
  const facts: Readonly<Record<string, string>> = {
    bound: formatTime(plan.bound.makespanMs),
    makespan: timeOf(makespanMs),
    before: timeOf(before?.makespanMs),
    ratio: makespanMs ? (makespanMs / plan.bound.makespanMs).toFixed(2) : 'countless',
    ratioBefore: before?.makespanMs
      ? (before.makespanMs / plan.bound.makespanMs).toFixed(2)
      : 'countless',
    finished: String(peers.filter(({ finishedMs }) => finishedMs !== null).length),
    useful: String(useful),
    redundant: String(redundant),
    redundantBefore: String(before?.redundant ?? 0),
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole)
}
