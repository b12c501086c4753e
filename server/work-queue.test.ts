import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TokenBucket } from '../shared/base/bucket.ts'
import { type Job, WorkQueue } from './work-queue.ts'

let nowMs: number
let errors: unknown[]
let queue: WorkQueue
let immediates: (() => void)[]
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  immediates = []
  vi.stubGlobal('setImmediate', (callback: () => void) => immediates.push(callback))
  nowMs = 0
  errors = []
  queue = new WorkQueue(
    { burst: 1e6, perSecond: 1e6 },
    () => nowMs,
    error => errors.push(error),
  )
})
afterEach(() => {
  queue.close()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const owner = (burst = 1e6, perSecond = 0) => new TokenBucket({ burst, perSecond }, 0)

/** A computation of `operations` each time it is called for. */
class Steps implements Job {
  readonly owner: TokenBucket
  readonly slices: number[] = []
  readonly #each: number
  #left = 0

  constructor(each: number, by: TokenBucket) {
    this.#each = each
    this.owner = by
  }

  get hasWork(): boolean {
    return this.#left > 0
  }

  call(): void {
    this.#left = this.#each
    queue.add(this)
  }

  work(operations: number): number {
    const done = Math.min(this.#left, operations)
    this.#left -= done
    this.slices.push(done)
    return done
  }

  get done(): number {
    return this.slices.reduce((sum, each) => sum + each, 0)
  }
}

/** Timers run, while the clock that allowances grow by goes as far. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed++) {
    nowMs++
    vi.advanceTimersByTime(1)
    for (let next = immediates.shift(); next; next = immediates.shift()) next()
  }
}

test('is done at once, in slices', () => {
  const job = new Steps(50_000, owner())
  job.call()
  expect(job.slices).toEqual([])
  pass(1)
  expect(job.slices).toEqual([20_000, 20_000, 10_000])
})

test('however often it is called for, it is done once in 20 ms', () => {
  const job = new Steps(10, owner())
  for (let ms = 0; ms < 100; ms++) {
    for (let i = 0; i < 100; i++) job.call()
    pass(1)
  }
  expect(job.slices.filter(done => done > 0).length).toBeGreaterThanOrEqual(4)
  expect(job.slices.filter(done => done > 0).length).toBeLessThanOrEqual(6)
})

test('who has used less goes first, before who called earlier', () => {
  const heavy = owner()
  const [a, b, light] = [
    new Steps(60_000, heavy),
    new Steps(60_000, heavy),
    new Steps(60_000, owner()),
  ]
  heavy.spend(0, 100_000)
  const order: string[] = []
  for (const [name, job] of Object.entries({ a, b, light })) {
    job.call()
    vi.spyOn(job, 'work').mockImplementation(operations => {
      order.push(name)
      return Steps.prototype.work.call(job, operations)
    })
  }
  pass(60)
  expect([a.done, b.done, light.done]).toEqual([60_000, 60_000, 60_000])
  expect(order.lastIndexOf('light')).toBeLessThan(order.indexOf('b'))
})

test('whose allowance is used up waits until it has grown, and keeps nobody waiting', () => {
  const poor = new Steps(100_000, owner(30_000, 100_000))
  const rich = new Steps(100_000, owner())
  poor.call()
  pass(1)
  expect(poor.done).toBe(40_000)
  rich.call()
  pass(40)
  expect(rich.done).toBe(100_000)
  expect(poor.done).toBe(40_000)
  pass(1_000)
  expect(poor.done).toBeGreaterThan(90_000)
  expect(poor.done).toBeLessThanOrEqual(140_000)
})

test('what all do together has a limit', () => {
  const jobs = Array.from({ length: 10 }, () => new Steps(1e6, owner()))
  for (const job of jobs) job.call()
  pass(25)
  const done = () => jobs.reduce((sum, job) => sum + job.done, 0)
  expect(done()).toBeLessThanOrEqual(1e6 + 25_000 + 20_000)
  expect(done()).toBeGreaterThanOrEqual(1e6)
})

test('an error ends one job, and is told', () => {
  const broken: Job = {
    owner: owner(),
    hasWork: true,
    work: () => {
      throw new Error('broken')
    },
  }
  const sound = new Steps(10, owner())
  queue.add(broken)
  sound.call()
  pass(21)
  expect(errors).toEqual([new Error('broken')])
  expect(sound.done).toBe(10)
})
