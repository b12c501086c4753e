import { expect, test } from 'vitest'
import { buffersOf, Table, upperBound } from './table.ts'

const SPEC = { atMs: 'f64', row: 'u32' } as const

test('rows come back as they were pushed, beyond the first capacity too', () => {
  const table = new Table(SPEC)
  for (let i = 0; i < 1000; i++) table.push(i / 2, i)
  expect(table.length).toBe(1000)
  expect([...table.column('atMs').subarray(0, 3)]).toEqual([0, 0.5, 1])
  expect(table.column('row')[999]).toBe(999)
})

test('taking empties it, and what was taken is whole and movable', () => {
  const table = new Table(SPEC)
  table.push(1.5, 7)
  const rows = table.take()
  table.push(2.5, 8)
  expect(rows).toEqual({ atMs: Float64Array.of(1.5), row: Uint32Array.of(7) })
  expect(buffersOf(rows).map(buffer => buffer.byteLength)).toEqual([8, 4])
  expect(table.take().row).toEqual(Uint32Array.of(8))
})

test('chunks append in order', () => {
  const [source, table] = [new Table(SPEC), new Table(SPEC)]
  for (let i = 0; i < 700; i++) {
    source.push(i, i)
    if (i % 100 === 0) table.append(source.take())
  }
  table.append(source.take())
  expect(table.length).toBe(700)
  expect([...table.column('row').subarray(0, 700)]).toEqual(
    Array.from({ length: 700 }, (_, i) => i),
  )
})

test('thinned in two parts as in one: every second row stays', () => {
  const places = (table: Table<typeof SPEC>) => [...table.column('row').subarray(0, table.length)]
  for (const first of [0, 1, 4, 7]) {
    const [earlier, later] = [new Table(SPEC), new Table(SPEC)]
    for (let i = 0; i < 11; i++) (i < first ? earlier : later).push(i, i)
    earlier.thin()
    later.thin(first)
    expect([...places(earlier), ...places(later)]).toEqual([0, 2, 4, 6, 8, 10])
  }
})

test.each([
  [0, 0],
  [1, 1],
  [2, 3],
  [2.5, 3],
  [9, 4],
])('of 1 2 2 5, the first above %d is at %d', (value, at) => {
  expect(upperBound([1, 2, 2, 5], value)).toBe(at)
})
