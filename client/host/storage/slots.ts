/**
 * Two tabs of one browser on one torrent are two peers with a store each; a tab that was killed
 * and opened again takes up its old store. So stores are numbered slots, each held by one tab.
 */
import type { InfoHash } from '../../../shared/base/ids.ts'
import type { Clock } from '../clock.ts'

/** Tabs of one browser on one torrent that get a store on disk: each stores its own copy. */
export const MAX_SLOTS = 16

/** How long tabs have to answer where there are no Web Locks; message events are not throttled. */
const ANSWER_MS = 150

export interface Slot {
  readonly index: number
  release(): void
}

/** The first free slot, those in `stored` (with data to go on from) first; undefined if none. */
export async function claimSlot(
  infoHash: InfoHash,
  stored: readonly number[],
  clock: Clock,
): Promise<Slot | undefined> {
  // Undefined on plain http, whatever the types say.
  const locks = navigator.locks as LockManager | undefined
  const claim = locks
    ? (index: number) => claimByLock(locks, slotName(infoHash, index), index)
    : await claimByAsking(infoHash, clock)
  for (const index of slotOrder(stored)) {
    const slot = await claim(index)
    if (slot) return slot
  }
  return undefined
}

/** Those that some tab holds. Asking holds none: nobody who claims one meanwhile is turned away. */
export async function heldSlots(
  infoHash: InfoHash,
  clock: Clock,
): Promise<{ has(index: number): boolean }> {
  const locks = navigator.locks as LockManager | undefined
  if (!locks) {
    const channel = new BroadcastChannel(slotsName(infoHash))
    const taken = await askOthers(channel, clock)
    channel.close()
    return taken
  }
  const { held = [] } = await locks.query()
  const names = new Set(held.map(({ name }) => name))
  return { has: index => names.has(slotName(infoHash, index)) }
}

/** The name of the slot's lock and of its database. */
export const slotName = (infoHash: InfoHash, index: number): string =>
  `tabswarm/${infoHash}/${index}`

function slotOrder(stored: readonly number[]): number[] {
  const all = Array.from({ length: MAX_SLOTS }, (_, index) => index)
  return [...new Set([...stored, ...all])]
}

/** The browser frees the lock when the tab goes, however it goes. */
function claimByLock(locks: LockManager, name: string, index: number): Promise<Slot | undefined> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, lock => {
        if (!lock) return resolve(undefined)
        return new Promise<void>(release => resolve({ index, release }))
      })
      .catch(reject)
  })
}

/**
 * Without Web Locks (plain http): ask the other tabs which slots they hold. Two tabs that ask at
 * the same moment may share a slot; that costs a copy, never data: both store verified pieces only.
 */
async function claimByAsking(
  infoHash: InfoHash,
  clock: Clock,
): Promise<(index: number) => Slot | undefined> {
  const channel = new BroadcastChannel(slotsName(infoHash))
  let mine: number | undefined
  const taken = await askOthers(channel, clock, () => mine)
  return index => {
    if (taken.has(index)) return undefined
    mine = index
    return { index, release: () => channel.close() }
  }
}

const slotsName = (infoHash: InfoHash): string => `tabswarm/${infoHash}`

/** Resolves when they have had their time to answer; later answers are still added. */
async function askOthers(
  channel: BroadcastChannel,
  clock: Clock,
  mine: () => number | undefined = () => undefined,
): Promise<Set<number>> {
  const taken = new Set<number>()
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const held = mine()
    if (typeof data === 'number') taken.add(data)
    else if (held !== undefined) channel.postMessage(held)
  }
  channel.postMessage('which slots are held?')
  await new Promise<void>(resolve => clock.after(ANSWER_MS, resolve))
  return taken
}
