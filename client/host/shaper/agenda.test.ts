import { expect, test } from 'vitest'
import { Agenda } from './agenda.ts'
import { LateClock } from './testing.ts'

function setUp() {
  const clock = new LateClock()
  const agenda = new Agenda(clock)
  const ran: { what: string; nowMs: number; atMs: number }[] = []
  const note = (what: string) => () => ran.push({ what, nowMs: agenda.now(), atMs: clock.now() })
  return { clock, agenda, ran, note }
}

test('tasks run in order of time, those of one moment in the order they came', () => {
  const { clock, agenda, ran, note } = setUp()
  agenda.at(20, note('late'))
  agenda.at(10, note('first'))
  agenda.at(10, note('second'))
  clock.advance(100)
  expect(ran).toEqual([
    { what: 'first', nowMs: 10, atMs: 10 },
    { what: 'second', nowMs: 10, atMs: 10 },
    { what: 'late', nowMs: 20, atMs: 20 },
  ])
})

test('a late timer changes nothing for what it runs: each task has its own time', () => {
  const { clock, agenda, ran, note } = setUp()
  clock.lateMs = 7
  agenda.at(10, () => {
    note('first')()
    agenda.after(5, note('five later'))
  })
  agenda.at(12, note('second'))
  clock.advance(100)
  expect(ran.map(({ what, nowMs }) => [what, nowMs])).toEqual([
    ['first', 10],
    ['second', 12],
    ['five later', 15],
  ])
  expect(ran[0]?.atMs).toBe(17)
})

test('while something is overdue the clock waits for it; it never goes back', () => {
  const { clock, agenda, ran, note } = setUp()
  clock.lateMs = 50
  agenda.at(10, note('overdue'))
  clock.advance(30)
  expect(agenda.now()).toBe(10)
  clock.advance(100)
  expect(agenda.now()).toBe(130)
  // Too late: it was told that it is 130.
  agenda.at(20, note('in the past'))
  clock.advance(100)
  expect(ran.map(({ what, nowMs }) => [what, nowMs])).toEqual([
    ['overdue', 10],
    ['in the past', 130],
  ])
})

test('what is cancelled does not run, and a task that throws does not stop the others', () => {
  const { clock, agenda, ran, note } = setUp()
  agenda.after(5, note('cancelled'))()
  agenda.at(6, () => {
    throw new Error('a bug')
  })
  agenda.at(6, note('after the bug'))
  expect(() => clock.advance(10)).toThrow('a bug')
  clock.advance(10)
  expect(ran.map(({ what }) => what)).toEqual(['after the bug'])
})
