/** What the worker says finds whoever asked, in whatever order it comes; and the worker goes when it can. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type RunNews, WorkerClient } from './client.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

class SilentWorker {
  static all: SilentWorker[] = []
  onmessage: ((event: { data: FromWorker }) => void) | undefined
  onerror: (() => void) | undefined
  readonly heard: ToWorker[] = []
  isTerminated = false

  constructor() {
    SilentWorker.all.push(this)
  }

  static get last(): SilentWorker {
    return SilentWorker.all.at(-1) as SilentWorker
  }

  postMessage(message: ToWorker): void {
    this.heard.push(message)
  }

  terminate(): void {
    this.isTerminated = true
  }

  idOf(message: number): number {
    return this.heard[message]?.id as number
  }

  says(message: FromWorker): void {
    this.onmessage?.({ data: message })
  }
}

beforeEach(() => {
  SilentWorker.all = []
  vi.stubGlobal('Worker', SilentWorker)
})
afterEach(() => vi.unstubAllGlobals())

const plan = (client: WorkerClient, document: string) =>
  client.ask({ task: 'plan', document, positions: undefined })
const simulate = (client: WorkerClient, hear: (news: RunNews) => void = () => {}) =>
  client.run({ task: 'simulate', document: '', seeds: [1] }, hear)

test('a late answer resolves its own question, not the next one', async () => {
  const client = new WorkerClient()
  const [first, second] = [plan(client, 'first'), plan(client, 'second')]
  const worker = SilentWorker.last
  const answer = (message: number, english: string) =>
    worker.says({
      id: worker.idOf(message),
      is: 'answer',
      answer: { ok: false, why: { english }, line: 0 },
    })
  answer(1, 'about the second')
  answer(0, 'about the first')
  expect(await first).toMatchObject({ why: { english: 'about the first' } })
  expect(await second).toMatchObject({ why: { english: 'about the second' } })
})

test('what the worker says of a run is heard by that run alone, and not after it was cancelled', () => {
  const client = new WorkerClient()
  const [heardByFirst, heardBySecond] = [vi.fn(), vi.fn()]
  const first = simulate(client, heardByFirst)
  simulate(client, heardBySecond)
  const worker = SilentWorker.last
  worker.says({ id: worker.idOf(1), is: 'failed', why: { english: 'of the second' } })
  expect(heardByFirst).not.toHaveBeenCalled()
  expect(heardBySecond).toHaveBeenCalledOnce()
  first.cancel()
  worker.says({ id: worker.idOf(0), is: 'failed', why: { english: 'of the first' } })
  expect(heardByFirst).not.toHaveBeenCalled()
})

test('a cancelled run ends the worker at once, unless something else is asked of it', () => {
  const client = new WorkerClient()
  simulate(client).cancel()
  expect(SilentWorker.last.isTerminated).toBe(true)

  const run = simulate(client)
  const planning = plan(client, '')
  const worker = SilentWorker.last
  expect(SilentWorker.all).toHaveLength(2)
  run.cancel()
  expect(worker.isTerminated).toBe(false)
  expect(worker.heard.at(-1)).toEqual({ id: worker.idOf(0), update: 'cancel' })
  worker.says({
    id: worker.idOf(1),
    is: 'answer',
    answer: { ok: false, why: { english: '' }, line: 0 },
  })
  return expect(planning).resolves.toMatchObject({ ok: false })
})

test('a worker that cannot be loaded fails all that was asked of it, and the next question starts another', async () => {
  const client = new WorkerClient()
  const planning = plan(client, '')
  const hear = vi.fn()
  simulate(client, hear)
  SilentWorker.last.onerror?.()
  await expect(planning).rejects.toMatchObject({ why: { is: 'unloaded' } })
  expect(hear).toHaveBeenCalledWith(expect.objectContaining({ is: 'failed' }))
  plan(client, '').catch(() => {})
  expect(SilentWorker.all).toHaveLength(2)
})
