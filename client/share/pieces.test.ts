import { expect, test } from 'vitest'
import { Bitfield } from '../../shared/base/bitfield.ts'
import { cellAt, countLeftOut, layoutPieces } from './pieces.ts'

test.each([
  [1, 300],
  [20, 300],
  [320, 300],
  [1_500, 300],
  [9_000, 640],
  [50_000, 300],
  [50_000, 640],
  [2_097_152, 640],
])('%d pieces fit in %d px, each in exactly one cell', (pieces, widthPx) => {
  const { cellPx, gapPx, columns, rows, cells, perCell } = layoutPieces(pieces, widthPx, 200)
  expect(columns * (cellPx + gapPx) - gapPx).toBeLessThanOrEqual(widthPx)
  expect(rows * (cellPx + gapPx) - gapPx).toBeLessThanOrEqual(200)
  expect(cells * perCell).toBeGreaterThanOrEqual(pieces)
  expect((cells - 1) * perCell).toBeLessThan(pieces)
  expect(rows * columns).toBeGreaterThanOrEqual(cells)
})

test('few pieces get large cells, many get small ones before they share', () => {
  expect(layoutPieces(20, 640, 200).cellPx).toBe(18)
  expect(layoutPieces(2_000, 640, 200)).toMatchObject({ perCell: 1 })
  expect(layoutPieces(50_000, 640, 200)).toMatchObject({ cellPx: 5 })
})

test('a cell shows the shares of its own pieces only', () => {
  const held = new Bitfield(10)
  for (const piece of [0, 1, 4, 8]) held.add(piece)
  const arriving = new Map([[5, 0.5], [9, 0.25], [0, 0.9]]) // biome-ignore format: one line a map
  const cells = [0, 1, 2].map(index => cellAt(index, 4, 10, held.bytes, arriving, undefined))
  expect(cells).toEqual([
    { held: 0.5, arriving: 0, leftOut: 0 },
    { held: 0.25, arriving: 0.125, leftOut: 0 },
    { held: 0.5, arriving: 0.125, leftOut: 0 },
  ])
})

test('what no chosen file needs is left out, unless it is here all the same', () => {
  const held = new Bitfield(10)
  for (const piece of [0, 8]) held.add(piece)
  const piecePriorities = Uint8Array.from([0, 0, 4, 4, 0, 0, 0, 0, 0, 4])
  const cells = [0, 1, 2].map(index => cellAt(index, 4, 10, held.bytes, new Map(), piecePriorities))
  expect(cells.map(cell => cell.leftOut)).toEqual([0.25, 1, 0])
  expect(countLeftOut({ held: held.bytes, piecePriorities })).toBe(5)
  expect(countLeftOut({ held: held.bytes, piecePriorities: undefined })).toBe(0)
})
