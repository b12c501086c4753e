import { describe, expect, test } from 'vitest'
import { type Curve, layOut, type Sheet, ticks } from './curves.ts'

/** A pixel for each piece and for each tenth of a second. */
const SHEET: Sheet = {
  width: 100,
  height: 9,
  margin: { left: 0, right: 0, y: 0 },
  lineHeight: 1,
}
const AXES = { pieces: 9, endMs: 10_000 }

const peer = (name: string, ...steps: Curve['steps']): Curve => ({ name, steps })

describe('pieces held over time', () => {
  test('are steps: a piece counts from the moment that it is there', () => {
    const [line] = layOut([peer('a', [0, 0], [2_000, 1], [3_000, 3])], AXES, SHEET).curves
    expect(line?.path).toBe('M0 9H20V8H30V6H100')
    expect(line?.end).toEqual({ x: 100, y: 6 })
  })

  test('end where the peer left', () => {
    const [line] = layOut([{ ...peer('a', [0, 2]), goneMs: 4_000 }], AXES, SHEET).curves
    expect(line?.path).toBe('M0 7H40')
  })

  test('lie side by side where they would hide each other, and the axis ends with all pieces', () => {
    const { curves, counts } = layOut([peer('a', [0, 5]), peer('b', [0, 5])], AXES, SHEET)
    expect(curves.map(({ path }) => path)).toEqual(['M0 3H100', 'M0 5H100'])
    expect(counts.map(({ label }) => label)).toEqual(['0', '2', '4', '6', '9'])
  })

  test('have their names apart where they end together, none below the axis', () => {
    const full = ['a', 'b', 'c'].map(name => peer(name, [0, 9]))
    const namesY = layOut(full, AXES, SHEET).curves.map(({ nameY }) => nameY)
    expect(namesY).toEqual([-2, 0, 2])
    const empty = ['a', 'b', 'c'].map(name => peer(name, [0, 0]))
    expect(layOut(empty, AXES, SHEET).curves.map(({ nameY }) => nameY)).toEqual([7, 8, 9])
  })

  test('have their times apart, however narrow the sheet', () => {
    const times = (width: number) =>
      layOut([], AXES, { ...SHEET, width }).times.map(({ label }) => label)
    expect(times(100)).toEqual(['0 s', '5 s', '10 s'])
    expect(times(300)).toEqual(['0 s', '2 s', '4 s', '6 s', '8 s', '10 s'])
  })

  test('of nobody and of nothing yet are no lines', () => {
    expect(layOut([], { pieces: 0, endMs: 0 }, SHEET)).toMatchObject({ curves: [] })
  })
})

test.each([
  [9, 1, [0, 2, 4, 6, 8]],
  [3, 1, [0, 1, 2, 3]],
  [0.8, 0, [0, 0.2, 0.4, 0.6, 0.8]],
  [11.4, 0, [0, 2, 4, 6, 8, 10]],
  [640, 1, [0, 200, 400, 600]],
  [0, 1, [0]],
])('an axis to %d has few and round figures', (end, least, expected) => {
  expect(ticks(end, least)).toEqual(expected)
})
