/** A run in real tabs as its controller leads it: joining, linking, running, ending, and what goes wrong. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import type { RunNews, WorkerClient } from '../worker/client.ts'
import type { RunResult, RunTask, RunUpdate, Summary, TabsPlanned } from '../worker/protocol.ts'
import { tabsPlanOf } from '../worker/tabs-plan.ts'
import type { Agent, Controller, ReportListener } from './controller.ts'
import type { Command, PeerReport } from './messages.ts'
import { TabsRun } from './tabs-run.ts'

const openEmulation = vi.hoisted(() => vi.fn())
vi.mock('../../host/shaper/coordinator-line.ts', () => ({ openEmulation }))
vi.mock('../../host/tracker.ts', () => ({ connectServer: () => ({ close: () => {} }) }))

const ready = tabsPlanOf(scenarioText('thesis-20') as string, 3, {
  dilation: 2,
  load: undefined,
}) as Extract<TabsPlanned, { ok: true }>
const [SEEDER, ...LEECHERS] = ready.nodes as [string, string, string]
const PIECES = ready.plan.pieces

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('location', { origin: 'http://lab' })
  openEmulation.mockResolvedValue('e'.repeat(40))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const SIMULATED = { mean: 3_000, ci95: 40 }

/** Two agents: one with two places, one with one. */
async function begin() {
  const sent: { agent: number; command: Command }[] = []
  const agents: Agent[] = [2, 1].map((places, agent) => ({
    places,
    send: command => sent.push({ agent, command }),
  }))
  let listener: ReportListener | undefined
  const controller = {
    agents,
    listen: (listen?: ReportListener) => {
      listener = listen
    },
  } as unknown as Controller
  const updates: RunUpdate[] = []
  let hear: (news: RunNews) => void = () => {}
  const cancel = vi.fn()
  const worker = {
    run: (_: RunTask, listen: (news: RunNews) => void) => {
      hear = listen
      return { tell: (update: RunUpdate) => updates.push(update), cancel }
    },
    ask: async () => SIMULATED,
  } as unknown as WorkerClient
  const draft = { base: 'thesis-20', document: {}, seed: 1, repetitions: 1 }
  const run = new TabsRun(worker, draft, ready, controller, '')
  await vi.advanceTimersByTimeAsync(0)
  const report = (agent: number, message: Parameters<ReportListener>[1]) =>
    listener?.(agents[agent] as Agent, message)
  const commands = (agent: number) =>
    sent.filter(each => each.agent === agent).map(({ command }) => command.command)
  return { run, report, commands, sent, updates, cancel, hear: (news: RunNews) => hear(news) }
}

const peer = (node: string, status: Partial<PeerReport['status']> = {}): PeerReport => ({
  peerId: '0'.repeat(40),
  untilMs: 0,
  events: [],
  status: {
    node,
    hasArrived: true,
    opened: 2,
    halfOpen: 0,
    heldPieces: 0,
    isDone: false,
    ...status,
  },
})

type Run = Awaited<ReturnType<typeof begin>>

function reportAll({ report }: Run, status: Partial<PeerReport['status']> = {}): void {
  const [first, second] = LEECHERS as [string, string]
  report(0, { report: 'peers', peers: [peer(SEEDER), peer(first, status)] })
  report(1, { report: 'peers', peers: [peer(second, status)] })
}

/** Until emulated time goes. */
async function start(run: Run): Promise<void> {
  reportAll(run)
  await vi.advanceTimersByTimeAsync(3_001)
  reportAll(run)
  expect(run.run.state.value).toEqual({ is: 'running' })
}

const ended = (nodes: readonly string[]) =>
  ({
    report: 'ended',
    outcomes: nodes.map(node => ({ node, downloaded: 1 })),
  }) as unknown as Parameters<ReportListener>[1]

test('agents get the places that they have, in order, and time goes once all peers are linked', async () => {
  const run = await begin()
  expect(run.sent.map(({ command }) => command)).toMatchObject([
    { command: 'join', nodes: [SEEDER, LEECHERS[0]], document: ready.document, seed: 1 },
    { command: 'join', nodes: [LEECHERS[1]] },
  ])
  run.report(0, { report: 'peers', peers: [peer(SEEDER), peer(LEECHERS[0] as string)] })
  expect(run.run.state.value).toMatchObject({ step: { is: 'joined', here: 2, all: 3 } })
  await start(run)
  expect([run.commands(0), run.commands(1)]).toEqual([['join', 'start'], ['join']])
})

test('everyone done: all report what came of it, and the worker makes the result of that', async () => {
  const run = await begin()
  await start(run)
  reportAll(run, { heldPieces: PIECES, isDone: true })
  expect([run.commands(0).at(-1), run.commands(1).at(-1)]).toEqual(['end', 'end'])
  run.report(0, ended([SEEDER, LEECHERS[0] as string]))
  expect(run.updates.at(-1)?.update).toBe('reports')
  run.report(1, ended([LEECHERS[1] as string]))
  expect(run.updates.at(-1)).toMatchObject({ update: 'close', tabs: 2, dilation: 2 })
  expect(run.updates.at(-1)).toMatchObject({ outcomes: ready.nodes.map(node => ({ node })) })

  const result = { seed: 1, makespanMs: 7 } as RunResult
  run.hear({ id: 1, is: 'result', run: result, summary: {} as Summary, curves: [] })
  expect(run.run.state.value).toEqual({ is: 'done', result })
  expect(run.run.isUnderWay).toBe(false)
})

test('an agent tells of its own nodes only', async () => {
  const run = await begin()
  run.report(1, { report: 'peers', peers: [peer(SEEDER), peer(LEECHERS[1] as string)] })
  const [update] = run.updates
  const nodes = update?.update === 'reports' && update.peers.map(({ status }) => status.node)
  expect(nodes).toEqual([LEECHERS[1]])
})

test('a tab that leaves before it began fails the run, and the others give their places back', async () => {
  const run = await begin()
  run.report(1, 'gone')
  expect(run.run.state.value).toEqual({ is: 'failed', why: { is: 'tab-left' } })
  expect(run.commands(0)).toEqual(['join', 'end'])
  expect(run.cancel).toHaveBeenCalled()
})

test('a tab that leaves later is lost, and the run ends without it', async () => {
  const run = await begin()
  await start(run)
  run.report(1, 'gone')
  expect(run.updates.at(-1)).toEqual({ update: 'lost', nodes: [LEECHERS[1]] })
  run.report(0, { report: 'peers', peers: [peer(LEECHERS[0] as string, { isDone: true })] })
  run.report(0, ended([SEEDER, LEECHERS[0] as string]))
  expect(run.updates.at(-1)).toMatchObject({ update: 'close', tabs: 2 })
})

test('nobody gets a piece any more: the run ends, also without an agent that says nothing', async () => {
  const run = await begin()
  await start(run)
  reportAll(run, { heldPieces: 3 })
  await vi.advanceTimersByTimeAsync(59_000)
  reportAll(run, { heldPieces: 3 })
  expect(run.commands(0)).not.toContain('end')
  await vi.advanceTimersByTimeAsync(2_000)
  reportAll(run, { heldPieces: 3 })
  expect(run.commands(0)).toContain('end')
  run.report(0, ended([SEEDER, LEECHERS[0] as string]))
  expect(run.updates.at(-1)?.update).not.toBe('close')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(run.updates.at(-1)?.update).toBe('close')
})

test('the server opens no network: its sentence is why the run failed', async () => {
  openEmulation.mockRejectedValue(new Error('The server did not answer. Try again.'))
  const { run } = await begin()
  expect(run.state.value).toEqual({
    is: 'failed',
    why: { english: 'The server did not answer. Try again.' },
  })
})

test('Stop gives the places back, and what agents say afterwards is not heard', async () => {
  const run = await begin()
  await start(run)
  run.run.stop()
  expect([run.commands(0).at(-1), run.commands(1).at(-1)]).toEqual(['end', 'end'])
  expect(run.cancel).toHaveBeenCalled()
  const told = run.updates.length
  reportAll(run, { isDone: true })
  expect(run.updates).toHaveLength(told)
  expect(run.run.state.value).toEqual({ is: 'stopped' })
})

test("when it is over, the simulator's makespan of the same scenario is asked for", async () => {
  const run = await begin()
  await start(run)
  expect(run.run.simulated.value).toBeUndefined()
  run.hear({ id: 1, is: 'result', run: {}, summary: {} } as unknown as RunNews)
  await vi.advanceTimersByTimeAsync(0)
  expect(run.run.simulated.value).toEqual(SIMULATED)
})
