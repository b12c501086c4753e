import { expect, test } from 'vitest'
import { Sampler } from './samples.ts'

const sum = (values: Iterable<number>): number => [...values].reduce((total, n) => total + n, 0)

const USEFUL = { useful: 1, redundant: 0, isFromSeeder: false }

test('each span has what came in it', () => {
  const sampler = new Sampler(10, { peers: 2, lanes: 1 })
  sampler.addRow()
  sampler.addRow()
  sampler.received(0, 1, { useful: 100, redundant: 0, isFromSeeder: true })
  sampler.carried(0, 120)
  sampler.next()
  sampler.received(1, 0, { useful: 0, redundant: 50, isFromSeeder: false })
  const samples = sampler.snapshot()
  expect(samples).toMatchObject({ spanMs: 10, spans: 2 })
  // By row, then by span.
  expect([...samples.up]).toEqual([100, 0, 0, 50])
  expect([...samples.down]).toEqual([0, 50, 100, 0])
  expect([...samples.lanes]).toEqual([120, 0])
  expect([...samples.useful]).toEqual([100, 0])
  expect([...samples.redundant]).toEqual([0, 50])
  expect([...samples.fromSeeders]).toEqual([100, 0])
})

test('a run of any length takes no more spans, and loses no byte', () => {
  const sampler = new Sampler(10, { peers: 1, lanes: 1 })
  sampler.addRow()
  const blocks = 100_000
  for (let i = 0; i < blocks; i++) {
    while (sampler.endMs <= 10 * i) sampler.next()
    sampler.received(0, 0, USEFUL)
  }
  const samples = sampler.snapshot()
  expect(samples.spans).toBeLessThanOrEqual(1024)
  expect(sum(samples.useful)).toBe(blocks)
  expect(sum(samples.down)).toBe(blocks)
  // They have become longer, and each still has what came in its time.
  expect(samples.useful[0]).toBe(samples.spanMs / 10)
  expect(sampler.endMs).toBeGreaterThan(10 * (blocks - 1))
})

test('in the largest swarms the spans are fewer, not the peers', () => {
  const sampler = new Sampler(10, { peers: 10_000, lanes: 22_000 })
  for (let i = 0; i < 1000; i++) sampler.next()
  expect(sampler.snapshot().spans).toBeLessThanOrEqual(128)
})
