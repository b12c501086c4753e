import { afterEach, expect, test, vi } from 'vitest'
import { isOwnCode, rememberOwnCode } from './own-codes.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function withStorage(): void {
  const items = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  })
}

const code = (i: number) => i.toString(16).padStart(40, '0')

test('the codes of this browser are its own, the newest eight of them', () => {
  withStorage()
  expect(isOwnCode(code(1))).toBe(false)
  for (let i = 1; i <= 9; i++) rememberOwnCode(code(i))
  expect([code(1), code(2), code(9), code(10), ''].map(isOwnCode)).toEqual([
    false,
    true,
    true,
    false,
    false,
  ])
})

test('where the browser stores nothing, no code is', () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue()
  const refused = () => {
    throw new DOMException('cookies are blocked', 'SecurityError')
  }
  vi.stubGlobal('localStorage', { getItem: refused, setItem: refused })
  rememberOwnCode(code(1))
  expect(isOwnCode(code(1))).toBe(false)
  expect(warned).toHaveBeenCalled()
})
