import { expect, test, vi } from 'vitest'
import { Budget } from './address-budgets.ts'
import { ADDRESS_MEMORY_MS, Addresses, MAX_ADDRESSES, type Source } from './addresses.ts'
import { SERVER_LIMITS } from './limits.ts'

const LIMITS = { ...SERVER_LIMITS, maxHeldBytesPerAddress: 100, maxHeldBytesInAll: 150 }

/** A connection that holds what it is told to. */
function source(addresses: Addresses, name: string) {
  const address = addresses.enter(name, 0)
  const made = {
    address,
    heldBytes: 0,
    isPaused: false,
    /** Bytes that the system has taken since they were counted. */
    sentBytes: 0,
    ended: '',
    hold(bytes: number): void {
      const change = bytes - made.heldBytes
      made.heldBytes = bytes
      addresses.held(address, change)
    },
    recount: () => made.hold(made.heldBytes - made.sentBytes),
    setPaused(paused: boolean): void {
      made.isPaused = paused
    },
    end(reason: string): void {
      made.ended = reason
      made.hold(0)
      address.delete(made)
    },
  } satisfies Source & Record<string, unknown>
  address.add(made)
  return made
}

test('when an address holds too many bytes its heaviest connection ends, and only that', () => {
  const addresses = new Addresses(LIMITS)
  const [light, heavy, other] = [
    source(addresses, 'a'),
    source(addresses, 'a'),
    source(addresses, 'b'),
  ]
  other.hold(50)
  light.hold(30)
  heavy.hold(69)
  light.hold(31)
  expect([light.ended, heavy.ended, other.ended]).toEqual(['', '', ''])
  light.hold(32)
  expect([light.ended, heavy.ended, other.ended]).toEqual(['', 'reads too slowly', ''])
})

test('when all addresses together hold too much the heaviest address gives way', () => {
  const addresses = new Addresses(LIMITS)
  const sources = ['a', 'a', 'b', 'c'].map(name => source(addresses, name))
  for (const [i, bytes] of [45, 44, 50, 11].entries()) sources[i]?.hold(bytes)
  expect(sources.map(({ ended }) => ended !== '')).toEqual([false, false, false, false])
  sources[3]?.hold(12)
  expect(sources.map(({ ended }) => ended !== '')).toEqual([true, false, false, false])
})

test('what the system has sent meanwhile is counted before anybody is ended', () => {
  const addresses = new Addresses(LIMITS)
  const [a, b] = [source(addresses, 'a'), source(addresses, 'a')]
  a.hold(60)
  a.sentBytes = 40
  b.hold(60)
  expect([a.ended, b.ended, a.heldBytes]).toEqual(['', '', 20])
})

test('an address in debt waits with all of its connections, those to come too, and goes on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const addresses = new Addresses({ ...LIMITS, bytesPerAddress: { burst: 100, perSecond: 100 } })
  const [a, b] = [source(addresses, 'a'), source(addresses, 'b')]
  a.address.received(100, 0)
  expect(a.isPaused).toBe(false)
  a.address.received(50, 0)
  const late = source(addresses, 'a')
  expect([a.isPaused, late.isPaused, b.isPaused]).toEqual([true, true, false])
  vi.advanceTimersByTime(500)
  await vi.waitFor(() => expect(late.isPaused).toBe(false))
  expect([a.isPaused, late.isPaused]).toEqual([false, false])
  vi.useRealTimers()
})

test('a budget is used up on any of the connections', () => {
  const rate = { burst: 3, perSecond: 0 }
  const addresses = new Addresses({ ...LIMITS, announcesPerAddress: { burst: 4, perSecond: 0 } })
  const { announces } = addresses.enter('a', 0).budgets
  const [first, second] = [new Budget(rate, announces, 0), new Budget(rate, announces, 0)]
  expect([1, 2, 3, 4].map(() => first.take(0))).toEqual([true, true, true, false])
  expect([1, 2].map(() => second.take(0))).toEqual([true, false])
})

test('who has gone is remembered until its budgets are full again, and no longer', () => {
  const addresses = new Addresses(LIMITS)
  const stays = addresses.enter('stays', 0)
  const goes = addresses.enter('goes', 0)
  addresses.leave(goes, 1_000)
  addresses.sweep(1_000 + ADDRESS_MEMORY_MS - 1)
  expect(addresses.enter('goes', 2_000)).toBe(goes)
  addresses.leave(goes, 2_000)
  addresses.sweep(2_000 + ADDRESS_MEMORY_MS)
  expect(addresses.size).toBe(1)
  expect(addresses.of('stays', 0)).toBe(stays)
  for (const limit of Object.values(SERVER_LIMITS))
    if (typeof limit === 'object' && 'burst' in limit)
      expect((limit.burst / limit.perSecond) * 1000).toBeLessThanOrEqual(ADDRESS_MEMORY_MS)
})

test('sixty thousand addresses that come and go take the place of each other, not of who is there', () => {
  const addresses = new Addresses(LIMITS)
  const stays = addresses.enter('stays', 0)
  for (let i = 0; i < 3 * MAX_ADDRESSES; i++) addresses.of(`passer-by ${i}`, i)
  expect(addresses.size).toBe(MAX_ADDRESSES)
  expect(addresses.of('stays', 0)).toBe(stays)
})
