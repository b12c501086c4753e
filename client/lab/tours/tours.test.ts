/** Every tour tells something that is there to be seen: its moments come, in order, and its words hold. */
import { describe, expect, test } from 'vitest'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { runCharts } from '../charts/run-charts.ts'
import { Recording } from '../recording/recording.ts'
import { planOf } from '../worker/plan.ts'
import type { Plan } from '../worker/protocol.ts'
import { RecordedRun } from '../worker/recorded-run.ts'
import { factsOf, momentOf } from './captions.ts'
import { type Act, documentOf, TOURS, textOf } from './tours.ts'

const CUES = ['ms', 'event', 'finished', 'held', 'left', 'copies', 'end'] as const

const played = new Map<Act, ReturnType<typeof playOnce>>()

function play(act: Act) {
  const known = played.get(act) ?? playOnce(act)
  played.set(act, known)
  return known
}

function playOnce(act: Act) {
  const text = JSON.stringify(documentOf(act))
  const planned = planOf(text)
  if (!planned.ok) throw new Error(JSON.stringify(planned.why))
  const run = new RecordedRun(parseScenario(text), act.seed, 20)
  const recording = new Recording(planned.plan.pieces)
  while (!run.simulation.isOver) run.advance()
  recording.append(run.take())
  return { plan: planned.plan as Plan, recording, result: run.simulation.result }
}

describe.each(TOURS)('$key', tour => {
  test.each(tour.acts)('$document.name', act => {
    const { plan, recording, result } = play(act)
    const charts = runCharts(plan, recording).map(({ key }) => key)
    const moments = act.captions.map(caption => {
      const { at, peer, chart } = caption
      expect(CUES.filter(cue => at[cue] !== undefined)).toHaveLength(1)
      if (peer !== undefined) expect(plan.nodes.map(({ name }) => name)).toContain(peer)
      if (chart !== undefined) expect(charts).toContain(chart)
      expect(textOf(tour, caption, factsOf(plan, result, result))).toMatch(/\S.*[.!?]$/)
      return momentOf(at, plan, recording, true)
    })
    expect(moments).not.toContain(undefined)
    expect(moments).toEqual(moments.toSorted((a, b) => (a as number) - (b as number)))
  })
})

const actNamed = (name: string): Act =>
  TOURS.flatMap(({ acts }) => acts).find(({ document }) => document.name === name) as Act

test('what the captions claim is so', () => {
  const finished = (name: string): number =>
    play(actNamed(name)).result.peers.filter(({ finishedMs }) => finishedMs !== null).length
  // The missing piece, and that rarest first is what saves them.
  expect(finished('tour-random')).toBe(0)
  expect(finished('tour-rarest-first')).toBe(19)

  const makespan = (name: string): number => play(actNamed(name)).result.makespanMs as number
  expect(makespan('tour-many-pieces')).toBeLessThan(makespan('tour-one-piece') / 2)
  expect(makespan('tour-informed')).toBeLessThan(makespan('tour-slots'))
  expect(makespan('tour-pull')).toBeLessThan(makespan('tour-push'))

  const { peers } = play(actNamed('tour-free-riders')).result
  const ends = (isFreeRider: boolean): number[] =>
    peers.filter(peer => peer.isFreeRider === isFreeRider).map(peer => peer.finishedMs as number)
  const mean = (times: number[]): number => times.reduce((sum, ms) => sum + ms, 0) / times.length
  expect(mean(ends(true))).toBeGreaterThan(1.1 * mean(ends(false)))
})
