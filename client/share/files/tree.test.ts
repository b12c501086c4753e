import { describe, expect, it } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { type Row, rowsOf, treeOf } from './tree.ts'

const infoOf = (...paths: string[]): Info =>
  ({
    files: paths.map((path, index) => ({ path: path.split('/'), length: 1, offset: index, index })),
  }) as unknown as Info

const all = () => true
const say = (row: Row) =>
  `${'  '.repeat(row.level - 1)}${row.kind === 'folder' ? `${row.name} [${row.files}]` : row.index} ${row.position}/${row.siblings}`

describe('the tree of files', () => {
  const info = infoOf('a.txt', 'day 2/x.jpg', 'day 1/y.jpg', 'day 2/raw/z.dng', 'b.txt')

  it('has folders before files, each told its place among its siblings', () => {
    expect(rowsOf(treeOf(info), all, all).map(say)).toEqual([
      'day 2 [3,1] 1/4',
      '  raw [3] 1/2',
      '    3 1/1',
      '  1 2/2',
      'day 1 [2] 2/4',
      '  2 1/1',
      '0 3/4',
      '4 4/4',
    ])
  })

  it('shows nothing of a closed folder but what it holds', () => {
    expect(rowsOf(treeOf(info), all, path => path !== '/day 2').map(say)).toEqual([
      'day 2 [3,1] 1/4',
      'day 1 [2] 2/4',
      '  2 1/1',
      '0 3/4',
      '4 4/4',
    ])
  })

  it('leaves out files that are not found, and folders without any that is', () => {
    expect(rowsOf(treeOf(info), index => index === 1, all).map(say)).toEqual([
      'day 2 [1] 1/1',
      '  1 1/1',
    ])
  })

  it('takes folders that hold one folder alone as one row', () => {
    const deep = infoOf('2026/summer/day 1/a.jpg', '2026/summer/day 1/b.jpg')
    expect(rowsOf(treeOf(deep), all, all).map(say)).toEqual([
      '2026 / summer / day 1 [0,1] 1/1',
      '  0 1/2',
      '  1 2/2',
    ])
  })

  it('tells apart folders whose names make the same path, and names of any kind', () => {
    const odd = infoOf('__proto__/a', 'constructor/b', 'x/constructor/c')
    const rows = rowsOf(treeOf(odd), all, all)
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
    expect(rows.map(say)[0]).toBe('__proto__ [0] 1/3')
  })
})
