import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Thumbnails } from './thumbnails.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A Worker that answers when the test says so. */
class ScriptedWorker {
  static made: ScriptedWorker[] = []
  onmessage: ((event: { data: unknown }) => void) | undefined
  onerror: (() => void) | undefined
  readonly asked: unknown[] = []
  isEnded = false
  constructor() {
    ScriptedWorker.made.push(this)
  }
  postMessage(file: unknown): void {
    this.asked.push(file)
  }
  terminate(): void {
    this.isEnded = true
  }
  answer(data: unknown): void {
    this.onmessage?.({ data })
  }
}

function setUp() {
  ScriptedWorker.made = []
  const thumbnails = new Thumbnails(() => new ScriptedWorker() as unknown as Worker)
  const shown: string[] = []
  const want = (key: string) =>
    thumbnails.want({
      key,
      read: async () => new Blob([key]),
      show: made => shown.push(`${key}: ${made}`),
    })
  const settled = () => vi.advanceTimersByTimeAsync(0)
  return { want, shown, settled, worker: () => ScriptedWorker.made.at(-1) as ScriptedWorker }
}

test('they are made one at a time, shown, and not made twice', async () => {
  const { want, shown, settled, worker } = setUp()
  want('a')
  want('b')
  await settled()
  expect(worker().asked).toHaveLength(1)
  worker().answer('A')
  await settled()
  expect(worker().asked).toHaveLength(2)
  worker().answer(undefined)
  await settled()
  expect(shown).toEqual(['a: A'])
  want('a')
  want('b')
  await settled()
  expect(shown).toEqual(['a: A', 'a: A'])
  expect(worker().asked).toHaveLength(2)
})

test('what has gone out of sight is neither read nor shown', async () => {
  const { want, shown, settled, worker } = setUp()
  const gone = want('a')
  const never = want('b')
  await settled()
  gone()
  never()
  worker().answer('A')
  await settled()
  expect(shown).toEqual([])
  expect(worker().asked).toHaveLength(1)
})

test('one that takes too long ends with its Worker; after three nothing more is tried', async () => {
  const { want, shown, settled, worker } = setUp()
  for (const key of ['a', 'b', 'c', 'd', 'e']) want(key)
  await settled()
  for (let i = 0; i < 3; i++) {
    const slow = worker()
    await vi.advanceTimersByTimeAsync(4_000)
    expect(slow.isEnded).toBe(true)
    slow.answer('late')
  }
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ScriptedWorker.made).toHaveLength(3)
  expect(shown).toEqual([])
})
