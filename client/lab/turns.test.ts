import { beforeEach, expect, test, vi } from 'vitest'
import { Turns } from './turns.ts'

let frames: (() => void)[] = []

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
})

function nextFrame(): void {
  const due = frames
  frames = []
  for (const run of due) run()
}

test('in each frame one has its turn, with what it asked for last; who has left has none', () => {
  const turns = new Turns()
  const done: string[] = []
  const take = (key: string, what: string) => turns.take(key, () => done.push(what))
  take('a', 'a, early')
  take('b', 'b')
  take('c', 'c')
  take('a', 'a, late')
  turns.leave('c')
  nextFrame()
  expect(done).toEqual(['a, late'])
  take('a', 'a again')
  nextFrame()
  expect(done).toEqual(['a, late', 'b'])
  nextFrame()
  expect(done).toEqual(['a, late', 'b', 'a again'])
  expect(frames).toEqual([])
})

test('what fails in its turn keeps nobody else from theirs', () => {
  const turns = new Turns()
  const done = vi.fn()
  turns.take('a', () => {
    throw new Error('broken')
  })
  turns.take('b', done)
  expect(nextFrame).toThrow('broken')
  nextFrame()
  expect(done).toHaveBeenCalledOnce()
})
