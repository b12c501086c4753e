/** Who pays for what is done, and when. */
import { setImmediate as afterPoll } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WorkMeter } from './work-meter.ts'

class Payer {
  paidMs = 0

  worked(ms: number): void {
    this.paidMs += ms
  }
}

/** Of the processor, so that another process’s share of it does not count. */
function burn(ms: number): void {
  const { user, system } = process.cpuUsage()
  const isOver = () => {
    const now = process.cpuUsage()
    return now.user + now.system - user - system >= ms * 1000
  }
  while (!isOver()) Math.sqrt(2)
}

const BURNT_MS = 20

test('what a handler leaves to promises is its cause’s work', async () => {
  const meter = new WorkMeter()
  const payer = new Payer()
  meter.begin(payer)
  await Promise.resolve().then(() => burn(BURNT_MS))
  meter.settle()
  expect(payer.paidMs).toBeGreaterThanOrEqual(BURNT_MS - 1)
})

test('each pays until the next begins, and the last until all is read', async () => {
  const meter = new WorkMeter()
  const [first, second] = [new Payer(), new Payer()]
  meter.begin(first)
  meter.begin(second)
  burn(BURNT_MS)
  await afterPoll()
  const { paidMs } = second
  expect(first.paidMs).toBeLessThan(BURNT_MS)
  expect(paidMs).toBeGreaterThanOrEqual(BURNT_MS - 1)
  burn(BURNT_MS)
  await afterPoll()
  expect(second.paidMs).toBe(paidMs)
})
