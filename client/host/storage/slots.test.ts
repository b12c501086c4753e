import { afterEach, expect, test, vi } from 'vitest'
import type { InfoHash } from '../../../shared/base/ids.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { claimSlot, heldSlots, MAX_SLOTS, type Slot } from './slots.ts'

const one = '1'.repeat(40) as InfoHash
const two = '2'.repeat(40) as InfoHash

/** Web Locks as far as they are used: a lock is held until the callback's promise settles. */
function fakeLocks(): LockManager {
  const held = new Set<string>()
  const request = async (name: string, _: LockOptions, use: (lock: Lock | null) => unknown) => {
    if (held.has(name)) return use(null)
    held.add(name)
    await use({ name, mode: 'exclusive' })
    held.delete(name)
  }
  const query = async () => ({ held: [...held].map(name => ({ name })) })
  return { request, query } as unknown as LockManager
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test('tabs take different slots, per torrent; a released one is free again', async () => {
  vi.stubGlobal('navigator', { locks: fakeLocks() })
  const clock = new ManualClock()
  const claim = async (infoHash: InfoHash) => (await claimSlot(infoHash, [], clock)) as Slot
  const first = await claim(one)
  expect([first.index, (await claim(one)).index, (await claim(two)).index]).toEqual([0, 1, 0])
  first.release()
  await Promise.resolve()
  expect((await claim(one)).index).toBe(0)
})

test('which are held can be asked without holding any', async () => {
  vi.stubGlobal('navigator', { locks: fakeLocks() })
  const clock = new ManualClock()
  const first = (await claimSlot(one, [3], clock)) as Slot
  const held = async () => {
    const slots = await heldSlots(one, clock)
    return [0, 1, 2, 3].filter(index => slots.has(index))
  }
  expect(await held()).toEqual([3])
  first.release()
  await Promise.resolve()
  expect(await held()).toEqual([])
})

test('slots with data are taken first, and no more than there are', async () => {
  vi.stubGlobal('navigator', { locks: fakeLocks() })
  const taken: (number | undefined)[] = []
  for (let i = 0; i <= MAX_SLOTS; i++)
    taken.push((await claimSlot(one, [3, 5], new ManualClock()))?.index)
  expect(taken.slice(0, 4)).toEqual([3, 5, 0, 1])
  expect(new Set(taken).size).toBe(MAX_SLOTS + 1)
  expect(taken.at(-1)).toBeUndefined()
})

test('without Web Locks, tabs ask each other', async () => {
  vi.stubGlobal('navigator', {})
  /** Long enough for messages between contexts of one process to arrive. */
  const clock = { ...new ManualClock(), after: afterMessages }
  const first = (await claimSlot(one, [], clock as never)) as Slot
  const second = (await claimSlot(one, [], clock as never)) as Slot
  const other = (await claimSlot(two, [], clock as never)) as Slot
  expect([first.index, second.index, other.index]).toEqual([0, 1, 0])
  const held = await heldSlots(one, clock as never)
  expect([0, 1, 2].filter(index => held.has(index))).toEqual([0, 1])
  first.release()
  const third = (await claimSlot(one, [], clock as never)) as Slot
  expect(third.index).toBe(0)
  for (const slot of [second, other, third]) slot.release()
})

function afterMessages(_: number, callback: () => void): () => void {
  const probe = new BroadcastChannel('probe')
  const echo = new BroadcastChannel('probe')
  let rounds = 0
  probe.onmessage = () => {
    if (++rounds < 3) return echo.postMessage('again')
    probe.close()
    echo.close()
    callback()
  }
  echo.postMessage('first')
  return () => {}
}
