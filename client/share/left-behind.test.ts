import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { type HostError, type SharedFile, UnreadableError } from '../host/api.ts'
import { askForRest, askOrTell } from './left-behind.ts'
import type { Page, Question } from './page.ts'
import { Saying } from './saying.ts'

/** Enough of a page to share on; what it was given to share is noted. */
function pageOf() {
  const shared: string[][] = []
  const page = {
    question: signal<Question | undefined>(undefined),
    notice: new Saying(),
    trouble: new Saying(),
    preparing: signal(undefined),
    sharing: signal({}),
    current: {},
    session: {
      share: async (files: SharedFile[]) =>
        shared.push(files.map(({ path }) => path.at(-1) as string)),
    },
    showStart: () => undefined,
    remember: () => undefined,
    show: () => undefined,
    complain: (error: HostError) => {
      page.trouble.say = () => error.message
    },
  }
  return { page: page as unknown as Page, shared }
}

const files = ['a.txt', 'b.txt'].map(name => ({ file: new File(['x'], name), path: ['p', name] }))

test('what cannot be read is named, and the rest shared by a click, which says what it left out', async () => {
  const { page, shared } = pageOf()
  await askOrTell(page, { files, unreadable: ['locked'], empty: ['empty'] })
  expect(shared).toEqual([])
  const question = page.question.value
  expect(question?.title).toBe('“locked” cannot be read')
  question?.yes.act()
  await expect.poll(() => page.notice.value).toMatch(/“empty” was left out.*“locked” was left out/)
  expect(shared).toEqual([['a.txt', 'b.txt']])
})

test('empty folders are said, and hold up nothing', async () => {
  const { page, shared } = pageOf()
  await askOrTell(page, { files, unreadable: [], empty: ['empty', 'hollow'] })
  expect(shared).toHaveLength(1)
  expect(page.question.value).toBeUndefined()
  expect(page.notice.value).toContain('“empty” and “hollow” were left out.')
})

test('where nothing is left to share, a sentence says why', async () => {
  const { page, shared } = pageOf()
  await askOrTell(page, { files: [], unreadable: [], empty: ['empty'] })
  expect(page.trouble.value).toMatch(/^There is no file in “empty”/)
  await askOrTell(page, { files: [], unreadable: ['a', 'b', 'c', 'd'], empty: [] })
  expect(page.trouble.value).toMatch(/^“a”, “b”, “c” and 1 more cannot be read\./)
  expect(shared).toEqual([])
})

test('a file that fails while it is hashed is treated alike', () => {
  const { page, shared } = pageOf()
  askForRest(page, files, files.slice(0, 1))
  expect(page.question.value?.title).toBe('“a.txt” cannot be read')
  page.question.value?.yes.act()
  expect(shared).toEqual([['b.txt']])
})

test('of a folder with an empty one in it, too, the rest can be shared', async () => {
  const { page, shared } = pageOf()
  const { share } = page.session
  page.session.share = () => Promise.reject(new UnreadableError(files.slice(0, 1)))
  await askOrTell(page, { files, unreadable: ['locked'], empty: ['empty'] })
  page.question.value?.yes.act()
  await expect.poll(() => page.question.value?.title).toBe('“locked” and “a.txt” cannot be read')
  expect(page.question.value?.text).toMatch(/^Check that they are still there and .* open them\./)
  page.session.share = share
  page.question.value?.yes.act()
  await expect.poll(() => page.notice.value).toMatch(/“empty” was .*“a\.txt” were left out/)
  expect(shared).toEqual([['b.txt']])
})
