import { expect, test } from 'vitest'
import { LineRate } from './uploads.ts'

/** This many bytes each millisecond. */
function carry(line: LineRate, fromMs: number, forMs: number, perMs: number): void {
  for (let at = fromMs; at < fromMs + forMs; at++) line.add(perMs, at)
}

test('a steady line is as fast as it is', () => {
  const line = new LineRate()
  expect(line.perSec).toBe(0)
  carry(line, 0, 1_000, 750)
  expect(line.perSec).toBe(750_000)
})

test('a fast line that is seldom used is fast', () => {
  const line = new LineRate()
  for (let second = 0; second < 5; second++) carry(line, second * 1_000, 60, 5_000)
  expect(line.perSec).toBeGreaterThan(4_500_000)
})

test('a line that has become slow is slow after a while', () => {
  const line = new LineRate()
  carry(line, 0, 1_000, 5_000)
  carry(line, 1_000, 10_000, 500)
  expect(line.perSec).toBeLessThan(600_000)
})
