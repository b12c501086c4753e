import { type Signal, signal } from '@preact/signals'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Page } from './page.ts'
import { keepAwake } from './wake-lock.ts'

class Lock {
  released = false
  async release(): Promise<void> {
    this.released = true
  }
}

let locks: Lock[]
let looks: { visibilityState: string; changed: () => void }
let refuses: boolean

beforeEach(() => {
  locks = []
  refuses = false
  looks = { visibilityState: 'visible', changed: () => {} }
  const request = async () => {
    if (refuses) throw new DOMException('low battery', 'NotAllowedError')
    const lock = new Lock()
    locks.push(lock)
    return lock
  }
  vi.stubGlobal('navigator', { wakeLock: { request: vi.fn(request) } })
  vi.stubGlobal('document', {
    get visibilityState() {
      return looks.visibilityState
    },
    addEventListener: (_: string, changed: () => void) => {
      looks.changed = changed
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

function setUp() {
  const snapshot = signal({ atMs: 0, items: [] as unknown[] })
  const page = { snapshot, saving: signal(undefined), preparing: signal(undefined) }
  keepAwake(page as unknown as Page)
  const goes = async (atMs: number, downRate = 0, upRate = 0) => {
    snapshot.value = { atMs, items: [{ view: { downRate, upRate } }] }
    await settled()
  }
  return { goes, preparing: page.preparing as Signal<unknown> }
}

const settled = () => new Promise(resolve => setImmediate(resolve))
const held = () => locks.filter(({ released }) => !released).length

test('the device is kept awake while something moves, through a short pause, and no longer', async () => {
  const { goes } = setUp()
  await goes(0)
  expect(held()).toBe(0)
  await goes(1_000, 50_000)
  expect(held()).toBe(1)
  await goes(2_000, 0, 50_000)
  await goes(20_000)
  expect(held()).toBe(1)
  expect(locks).toHaveLength(1)
  await goes(33_000)
  expect(held()).toBe(0)
})

test('also while files are prepared', async () => {
  const { preparing } = setUp()
  preparing.value = {}
  await settled()
  expect(held()).toBe(1)
})

test('the browser lets go in a hidden tab: it is asked again when somebody looks', async () => {
  const { goes } = setUp()
  await goes(1_000, 50_000)
  looks.visibilityState = 'hidden'
  for (const lock of locks) lock.released = true
  looks.changed()
  await goes(2_000, 50_000)
  expect(held()).toBe(0)
  looks.visibilityState = 'visible'
  looks.changed()
  await settled()
  expect(held()).toBe(1)
})

test('a refusal is taken for a while', async () => {
  const { goes } = setUp()
  refuses = true
  for (let ms = 1_000; ms < 31_000; ms += 200) await goes(ms, 50_000)
  expect(navigator.wakeLock.request).toHaveBeenCalledTimes(1)
  refuses = false
  await goes(32_000, 50_000)
  expect(held()).toBe(1)
})
