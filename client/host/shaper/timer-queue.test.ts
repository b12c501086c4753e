import { expect, test } from 'vitest'
import { LateClock } from '../../testing/emulated-tabs.ts'
import { TimerQueue } from './timer-queue.ts'

function setUp() {
  const clock = new LateClock()
  const timers = new TimerQueue(clock)
  const ran: { what: string; nowMs: number; atMs: number }[] = []
  const note = (what: string) => () => ran.push({ what, nowMs: timers.now(), atMs: clock.now() })
  return { clock, timers, ran, note }
}

test('tasks run in order of time, those of one moment in the order they came', () => {
  const { clock, timers, ran, note } = setUp()
  timers.at(20, note('late'))
  timers.at(10, note('first'))
  timers.at(10, note('second'))
  clock.advance(100)
  expect(ran).toEqual([
    { what: 'first', nowMs: 10, atMs: 10 },
    { what: 'second', nowMs: 10, atMs: 10 },
    { what: 'late', nowMs: 20, atMs: 20 },
  ])
})

test('a late timer changes nothing for what it runs: each task has its own time', () => {
  const { clock, timers, ran, note } = setUp()
  clock.lateMs = 7
  timers.at(10, () => {
    note('first')()
    timers.after(5, note('five later'))
  })
  timers.at(12, note('second'))
  clock.advance(100)
  expect(ran.map(({ what, nowMs }) => [what, nowMs])).toEqual([
    ['first', 10],
    ['second', 12],
    ['five later', 15],
  ])
  expect(ran[0]?.atMs).toBe(17)
})

test('while something is overdue the clock waits for it; it never goes back', () => {
  const { clock, timers, ran, note } = setUp()
  clock.lateMs = 50
  timers.at(10, note('overdue'))
  clock.advance(30)
  expect(timers.now()).toBe(10)
  clock.advance(100)
  expect(timers.now()).toBe(130)
  // Too late: it was told that it is 130.
  timers.at(20, note('in the past'))
  clock.advance(100)
  expect(ran.map(({ what, nowMs }) => [what, nowMs])).toEqual([
    ['overdue', 10],
    ['in the past', 130],
  ])
})

test('what is cancelled does not run, and a task that throws does not stop the others', () => {
  const { clock, timers, ran, note } = setUp()
  timers.after(5, note('cancelled'))()
  timers.at(6, () => {
    throw new Error('a bug')
  })
  timers.at(6, note('after the bug'))
  expect(() => clock.advance(10)).toThrow('a bug')
  clock.advance(10)
  expect(ran.map(({ what }) => what)).toEqual(['after the bug'])
})
