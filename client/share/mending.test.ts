import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import type { Mended, SharedFile } from '../host/api.ts'
import { mend } from './mending.ts'
import type { Page, Question } from './page.ts'
import { Saying } from './saying.ts'
import type { Item } from './snapshot.ts'

const fileOf = (name: string, length: number): SharedFile => ({
  file: new File(['x'.repeat(length)], name),
  path: [name],
})

/** A share of two files, of which `b.bin` was lost. */
function setUp(result: Mended) {
  const shown: unknown[] = []
  const page = {
    notice: new Saying(),
    question: signal<Question | undefined>(undefined),
    show: (torrent: unknown) => shown.push(torrent),
  }
  const info = { files: ['a.bin', 'b.bin'].map((name, i) => ({ path: [name], length: i + 1 })) }
  const item = { torrent: { mend: async () => result }, view: { info } } as unknown as Item
  return { page: page as unknown as Page, item, shown }
}

const right = fileOf('b.bin', 2)
const stranger = fileOf('film.mp4', 9)

test('the right bytes: their share is shown, with a word', async () => {
  const { page, item, shown } = setUp({ mended: [1], wrong: [] })
  expect(await mend(page, [item], [right])).toBe(true)
  expect(shown).toEqual([item.torrent])
  expect(page.notice.value).toBe('“b.bin” is here again, and the others can get it.')
})

test('with others beside them, all are shared as new besides', async () => {
  const { page, item } = setUp({ mended: [1], wrong: [] })
  expect(await mend(page, [item], [right, stranger])).toBe(false)
})

test('other bytes under the name of a lost file: it is asked before they are shared as new', async () => {
  const { page, item, shown } = setUp({ mended: [], wrong: [right] })
  expect(await mend(page, [item], [right])).toBe(true)
  expect(page.question.value?.title).toBe('“b.bin” is not the file that you shared')
  expect([shown, page.notice.value]).toEqual([[], undefined])
})

test('of several that were chosen it names the wrong one, and not the first', async () => {
  const { page, item } = setUp({ mended: [], wrong: [right] })
  expect(await mend(page, [item], [stranger, right], { isAsked: true })).toBe(true)
  expect(page.question.value?.title).toContain('b.bin')
})

test('something else altogether: it is a share of its own, unless it was chosen for this one', async () => {
  const { page, item } = setUp({ mended: [], wrong: [] })
  expect(await mend(page, [item], [stranger])).toBe(false)
  expect(page.question.value).toBeUndefined()
  expect(await mend(page, [item], [stranger], { isAsked: true })).toBe(true)
  expect(page.question.value?.title).toContain('film.mp4')
})
