import { expect, it } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { countKinds, finder } from './search.ts'

const paths = ['Día 1/Café.JPG', 'day 2/IMG_0412.jpg', 'day 2/film.mov', 'notes', 'x.tar.gz']
const info = {
  files: paths.map((path, index) => ({ path: path.split('/'), length: 1, offset: index, index })),
} as unknown as Info

const found = (text: string, kind?: 'pictures' | 'films' | 'others') =>
  paths.filter((_, index) => finder(info, { text, kind })(index))

it('finds by words in name and folders, whatever the case and the accents', () => {
  expect(found('cafe')).toEqual([paths[0]])
  expect(found('CAFÉ dia')).toEqual([paths[0]])
  expect(found('2 img')).toEqual([paths[1]])
  expect(found('.jpg')).toEqual(paths.slice(0, 2))
  expect(found('  ')).toEqual(paths)
  expect(found('(')).toEqual([])
})

it('finds what any of the parts between commas finds', () => {
  expect(found('cafe, film')).toEqual([paths[0], paths[2]])
  expect(found('2 img,notes')).toEqual([paths[1], paths[3]])
  expect(found('cafe,')).toEqual([paths[0]])
  expect(found(' , ')).toEqual(paths)
  expect(found('cafe, film', 'films')).toEqual([paths[2]])
})

it('finds by kind, and by both', () => {
  expect(found('', 'pictures')).toEqual(paths.slice(0, 2))
  expect(found('day', 'films')).toEqual([paths[2]])
  expect(found('', 'others')).toEqual(paths.slice(3))
})

it('counts the kinds that there are', () => {
  expect(countKinds(info)).toEqual([
    ['pictures', 2],
    ['films', 1],
    ['others', 2],
  ])
})
