import { expect, test } from 'vitest'
import { EventQueue } from './event-queue.ts'
import { randomInt, seededRandom } from './random.ts'

test('events come in order of time, those of one time in order of insertion', () => {
  const random = seededRandom(1)
  const queue = new EventQueue<number>()
  const waiting: { at: number; event: number }[] = []
  for (let event = 0; event < 3_000; event++) {
    const at = randomInt(random, 50)
    queue.add(at, event)
    waiting.push({ at, event })
    // Taken in between, so that the heap also shrinks while it is used.
    if (random() < 0.4) expect(queue.take()).toMatchObject(takeFirst(waiting) as object)
    expect(queue.size).toBe(waiting.length)
    expect(queue.nextAt).toBe(first(waiting)?.at)
  }
  while (waiting.length > 0) expect(queue.take()).toMatchObject(takeFirst(waiting) as object)
  expect(queue.take()).toBeUndefined()
  expect(queue.nextAt).toBeUndefined()
})

type Waiting = { at: number; event: number }[]

/** Events are numbered as they are inserted: the stable sort keeps that order at equal times. */
const first = (waiting: Waiting) => [...waiting].sort((a, b) => a.at - b.at)[0]

function takeFirst(waiting: Waiting) {
  const taken = first(waiting)
  if (taken) waiting.splice(waiting.indexOf(taken), 1)
  return taken
}
