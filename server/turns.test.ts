import { expect, test, vi } from 'vitest'
import { type Party, Turns } from './turns.ts'
import { WorkMeter } from './work-meter.ts'

const rounds = (count: number): Promise<void> =>
  new Promise(resolve => {
    setImmediate(() => (count > 1 ? rounds(count - 1).then(resolve) : resolve()))
  })

function party(pieces: number, done: () => void): Party {
  let left = pieces
  return {
    takeTurn() {
      done()
      return --left > 0
    },
  }
}

test('each has a turn in each round, however much another has to do', async () => {
  const turns = new Turns(new WorkMeter())
  let said = ''
  turns.add(
    party(100, () => {
      said += 'a'
    }),
  )
  turns.add(
    party(3, () => {
      said += 'b'
    }),
  )
  await vi.waitFor(() => expect(said).toHaveLength(103))
  expect(said.slice(0, 7)).toBe('abababa')
})

test('what comes in is taken up after one piece of somebody who has many', async () => {
  const turns = new Turns(new WorkMeter())
  let done = 0
  turns.add(
    party(100, () => {
      done++
    }),
  )
  await rounds(2)
  expect(done).toBeGreaterThan(0)
  expect(done).toBeLessThanOrEqual(3)
})

test('while connections come in nothing else is done, but not for long', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const turns = new Turns(new WorkMeter())
  let done = 0
  vi.advanceTimersByTime(1_000)
  turns.add(
    party(100, () => {
      done++
    }),
  )
  await rounds(2)
  const before = done
  expect(before).toBeGreaterThan(0)
  for (let round = 0; round < 20; round++) {
    turns.arrived()
    await rounds(1)
  }
  expect(done - before).toBeLessThanOrEqual(1)
  vi.advanceTimersByTime(6)
  turns.arrived()
  await rounds(2)
  expect(done - before).toBeGreaterThan(0)
  vi.useRealTimers()
})
