import { expect, test } from 'vitest'
import { announce, type Spoken } from './announce.ts'
import type { Screen } from './screen.ts'

function heard(course: readonly (readonly [Screen, number])[]): string[] {
  let before: Spoken | undefined
  const said: string[] = []
  for (const [screen, percent] of course) {
    const { spoken, say } = announce(before, screen, percent, 'a.mp4')
    before = spoken
    if (say) said.push(say)
  }
  return said
}

test('a download is heard at 0, 25, 50, 75 and 100 percent, each once', () => {
  const course = Array.from({ length: 100 }, (_, percent) => ['downloading', percent] as const)
  expect(heard([['offered', 0], ...course, ['done', 100], ['done', 100]])).toEqual([
    'a.mp4 is ready to download.',
    'Downloading a.mp4: 0 percent',
    '25 percent',
    '50 percent',
    '75 percent',
    'a.mp4: 100 percent. Every piece is verified.',
  ])
})

test('a step over several marks says the last', () => {
  expect(heard([['downloading', 10], ['downloading', 80]])).toEqual([
    'Downloading a.mp4: 0 percent',
    '75 percent',
  ]) // biome-ignore format: a course on one line
})

test('what was complete when the page opened is not announced as news', () => {
  expect(
    heard([
      ['opening', 0],
      ['done', 100],
    ]).length,
  ).toBe(1)
  expect(heard([['done', 100]])).toEqual([])
})
