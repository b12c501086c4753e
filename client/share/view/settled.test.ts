import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchSettled } from './settled.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function watched() {
  const heard: boolean[] = []
  const end = watchSettled(on => heard.push(on))
  return { heard, end }
}

test('what has been on the screen for half a second may be answered', () => {
  const { heard } = watched()
  vi.advanceTimersByTime(499)
  expect(heard).toEqual([false])
  vi.advanceTimersByTime(1)
  expect(heard).toEqual([false, true])
})

test.each(['focus', 'resize', 'pageshow'])('after %s it takes half a second anew', event => {
  const { heard } = watched()
  vi.advanceTimersByTime(400)
  window.dispatchEvent(new Event(event))
  vi.advanceTimersByTime(499)
  expect(heard.at(-1)).toBe(false)
  vi.advanceTimersByTime(1)
  expect(heard.at(-1)).toBe(true)
})

test('nothing settles in a hidden page', () => {
  const { heard } = watched()
  Object.assign(document, { hidden: true })
  document.dispatchEvent(new Event('visibilitychange'))
  vi.advanceTimersByTime(10_000)
  expect(heard).toEqual([false, false])
  Object.assign(document, { hidden: false })
  document.dispatchEvent(new Event('visibilitychange'))
  vi.advanceTimersByTime(500)
  expect(heard.at(-1)).toBe(true)
})

test('nothing is heard after the end', () => {
  const { heard, end } = watched()
  end()
  window.dispatchEvent(new Event('focus'))
  vi.advanceTimersByTime(1_000)
  expect(heard).toEqual([false])
})
