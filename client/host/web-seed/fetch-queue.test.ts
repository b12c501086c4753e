import { expect, test } from 'vitest'
import { FetchQueue } from './fetch-queue.ts'

function queueOf(hosts: readonly string[]) {
  const queue = new FetchQueue()
  const running = new Map<number, () => void>()
  for (const [id, host] of hosts.entries())
    queue.add(id, host, async signal => {
      await new Promise<void>(resolve => {
        running.set(id, resolve)
        signal.addEventListener('abort', () => resolve())
      })
      running.delete(id)
    })
  return { queue, running }
}

const settled = () => new Promise<void>(resolve => setImmediate(resolve))

test('four of one host run side by side, twelve in all, and the next follows', async () => {
  const one = queueOf(Array<string>(6).fill('a.example'))
  expect([...one.running.keys()]).toEqual([0, 1, 2, 3])
  one.running.get(1)?.()
  await settled()
  expect([...one.running.keys()]).toEqual([0, 2, 3, 4])
  const many = queueOf(Array.from({ length: 20 }, (_, i) => `${i}.example`))
  expect(many.running.size).toBe(12)
})

test('what is aborted makes room, waiting or running', async () => {
  const { queue, running } = queueOf(Array<string>(6).fill('a.example'))
  queue.abort(4)
  queue.abort(0)
  await settled()
  expect([...running.keys()]).toEqual([1, 2, 3, 5])
})
