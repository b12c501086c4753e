import { expect, test } from 'vitest'
import { createBars } from './bars.ts'

function record(isTTY: boolean) {
  const written: string[] = []
  const bars = createBars({ isTTY, write: text => written.push(text) })
  const show = (...done: number[]) =>
    bars.show(done.map((each, i) => ({ label: `tab ${i + 1}`, done: each, note: '' })))
  return { written, show }
}

test('a log gets one line per tab and ten per cent', () => {
  const { written, show } = record(false)
  for (const done of [0, 0.05, 0.12, 0.19, 0.55, 1, 1]) show(done)
  expect(written.map(line => /(\d+) %/.exec(line)?.[1])).toEqual(['12', '55', '100'])
})

test('a terminal gets all bars, drawn over the last ones', () => {
  const { written, show } = record(true)
  show(0, 0.5)
  show(0.1, 1)
  expect(written[0]?.split('\n')).toHaveLength(3)
  expect(written[1]?.startsWith('\x1b[2A')).toBe(true)
  expect(written[1]).toMatch(/tab 1.* 10 %/)
  expect(written[1]).toContain('[##############################] 100 %')
})
