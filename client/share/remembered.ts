/**
 * What this page remembers. What a tab has open belongs to the tab (sessionStorage survives a
 * reload and stays out of other tabs); a setting belongs to the browser (localStorage).
 */
import * as v from 'valibot'
import type { PeerId, SeedingGoal, Shaping } from '../host/api.ts'
import { MAX_RECEIVERS } from './receivers.ts'

/** Torrents reopened after a reload: more would take minutes to come back. */
export const MAX_OPEN = 32

const remembered = v.object({
  swarm: v.string(),
  magnet: v.string(),
  /** Shared from this tab, not downloaded. */
  mine: v.boolean(),
  /** Was downloading, or sharing: goes on by itself. */
  wanted: v.boolean(),
  /** Out of the swarm, until the person wants it back. */
  paused: v.boolean(),
  /** To be downloaded as soon as somebody says what it is. */
  whenHere: v.optional(v.boolean()),
  /** A copy was saved outside the browser's own storage. */
  saved: v.boolean(),
})

export type Remembered = Readonly<v.InferOutput<typeof remembered>>

export const openTorrents = stored(
  () => sessionStorage,
  'tabswarm.open',
  torrents => (Array.isArray(torrents) ? torrents.filter(isRemembered).slice(-MAX_OPEN) : []),
)

const isRemembered = (value: unknown): value is Remembered => v.is(remembered, value)

const receiver = v.object({
  remote: v.custom<PeerId>(id => typeof id === 'string' && /^[0-9a-f]{40}$/.test(id)),
  client: v.optional(v.pipe(v.string(), v.maxLength(64))),
  heldCount: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  has: v.picklist(['everything', 'chosen', 'part']),
  /** A time that `Date` can show. */
  seenMs: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
  where: v.picklist(['here', 'left', 'unseen']),
})

const share = v.object({
  swarm: v.string(),
  list: v.pipe(v.array(receiver), v.maxLength(MAX_RECEIVERS)),
  forgotten: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})

type RememberedShare = Readonly<v.InferOutput<typeof share>>

const isShare = (value: unknown): value is RememberedShare => v.is(share, value)

/** Of each share of this tab, what became of it. */
export const receiversBefore = stored(
  () => sessionStorage,
  'tabswarm.receivers',
  shares => (Array.isArray(shares) ? shares.filter(isShare).slice(-MAX_OPEN) : []),
)

/** Whether the amounts are any good is for the session to say. */
export const shaping = stored(
  () => sessionStorage,
  'tabswarm.shaping',
  (fields): Shaping => ({
    uploadBitsPerSec: amount(fields.uploadBitsPerSec),
    downloadBitsPerSec: amount(fields.downloadBitsPerSec),
    delayMs: amount(fields.delayMs) ?? 0,
    lossShare: amount(fields.lossShare) ?? 0,
  }),
)

export const seedingGoal = stored(
  () => localStorage,
  'tabswarm.seedingGoal',
  ({ ratio, seedingMs }): SeedingGoal => ({ ratio: amount(ratio), seedingMs: amount(seedingMs) }),
)

/** As they were set: whether they still mean something is for the session to say. */
export const policies = stored(
  () => localStorage,
  'tabswarm.policies',
  (fields): object => fields,
)

export const autoStart = {
  recall: (): boolean => attempt(() => localStorage.getItem('tabswarm.autoStart')) === 'yes',
  remember: (on: boolean): void =>
    attempt(() =>
      on
        ? localStorage.setItem('tabswarm.autoStart', 'yes')
        : localStorage.removeItem('tabswarm.autoStart'),
    ),
}

const amount = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined

/** A value in the browser's storage, as JSON. `recall` gives undefined where nothing was stored. */
function stored<T extends object>(
  storage: () => Storage,
  key: string,
  read: (json: Record<string, unknown>) => T,
) {
  return {
    recall(): T | undefined {
      const json: unknown = attempt(() => JSON.parse(storage().getItem(key) ?? 'null'))
      return typeof json === 'object' && json !== null
        ? read(json as Record<string, unknown>)
        : undefined
    },
    remember(value: T): void {
      attempt(() => storage().setItem(key, JSON.stringify(value)))
    },
  }
}

/** Storage throws where cookies are blocked: then nothing is remembered, and nothing else breaks. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access()
  } catch (error) {
    console.warn('The page cannot read or write what it remembers.', error)
    return undefined
  }
}
