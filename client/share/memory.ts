/**
 * What this page remembers. What a tab has open belongs to the tab (sessionStorage survives a
 * reload and stays out of other tabs); a setting belongs to the browser (localStorage).
 */
import type { BitTorrentPolicies, SeedingGoal, Shaping } from '../host/api.ts'

const OPEN_KEY = 'tabswarm.open'
const SHAPING_KEY = 'tabswarm.shaping'
const AUTO_START_KEY = 'tabswarm.autoStart'
const POLICIES_KEY = 'tabswarm.policies'
const SEEDING_GOAL_KEY = 'tabswarm.seedingGoal'

/** Torrents reopened after a reload: more would take minutes to come back. */
const MAX_REMEMBERED = 32

export interface Remembered {
  readonly swarm: string
  readonly magnet: string
  /** Shared from this tab, not downloaded. */
  readonly mine: boolean
  /** Was downloading, or sharing: goes on by itself. */
  readonly wanted: boolean
  /** Out of the swarm, until the person wants it back. */
  readonly paused: boolean
  /** A copy was saved outside the browser's own storage. */
  readonly saved: boolean
}

export function recallOpen(): Remembered[] {
  const stored: unknown = parsed(read(() => sessionStorage.getItem(OPEN_KEY)))
  return Array.isArray(stored) ? stored.filter(isRemembered).slice(-MAX_REMEMBERED) : []
}

export function rememberOpen(open: readonly Remembered[]): void {
  write(() => sessionStorage.setItem(OPEN_KEY, JSON.stringify(open.slice(-MAX_REMEMBERED))))
}

/** Undefined: nothing was set. Whether the amounts are any good is for the session to say. */
export function recallShaping(): Shaping | undefined {
  const stored = fields(read(() => sessionStorage.getItem(SHAPING_KEY)))
  return (
    stored && {
      uploadBitsPerSec: amount(stored.uploadBitsPerSec),
      downloadBitsPerSec: amount(stored.downloadBitsPerSec),
      delayMs: amount(stored.delayMs) ?? 0,
      lossShare: amount(stored.lossShare) ?? 0,
    }
  )
}

export function rememberShaping(shaping: Shaping): void {
  write(() => sessionStorage.setItem(SHAPING_KEY, JSON.stringify(shaping)))
}

export function recallSeedingGoal(): SeedingGoal | undefined {
  const stored = fields(read(() => localStorage.getItem(SEEDING_GOAL_KEY)))
  return stored && { ratio: amount(stored.ratio), seedingMs: amount(stored.seedingMs) }
}

export function rememberSeedingGoal(goal: SeedingGoal): void {
  write(() => localStorage.setItem(SEEDING_GOAL_KEY, JSON.stringify(goal)))
}

/** As it was set: whether it still means something is for the session to say. */
export const recallPolicies = (): Record<string, unknown> | undefined =>
  fields(read(() => localStorage.getItem(POLICIES_KEY)))

export function rememberPolicies(policies: BitTorrentPolicies): void {
  write(() => localStorage.setItem(POLICIES_KEY, JSON.stringify(policies)))
}

export const recallAutoStart = (): boolean =>
  read(() => localStorage.getItem(AUTO_START_KEY)) === 'yes'

export function rememberAutoStart(autoStart: boolean): void {
  write(() =>
    autoStart
      ? localStorage.setItem(AUTO_START_KEY, 'yes')
      : localStorage.removeItem(AUTO_START_KEY),
  )
}

const isRemembered = (value: unknown): value is Remembered =>
  typeof value === 'object' &&
  value !== null &&
  'swarm' in value &&
  typeof value.swarm === 'string' &&
  'magnet' in value &&
  typeof value.magnet === 'string' &&
  'mine' in value &&
  typeof value.mine === 'boolean' &&
  'wanted' in value &&
  typeof value.wanted === 'boolean' &&
  'paused' in value &&
  typeof value.paused === 'boolean' &&
  'saved' in value &&
  typeof value.saved === 'boolean'

function fields(text: string | null): Record<string, unknown> | undefined {
  const stored = parsed(text)
  return typeof stored === 'object' && stored !== null ? { ...stored } : undefined
}

const amount = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch (error) {
    console.warn('What this page had remembered cannot be read; starting afresh.', error)
    return null
  }
}

/** Storage throws where cookies are blocked: then nothing is remembered, and nothing else breaks. */
function read(get: () => string | null): string | null {
  try {
    return get()
  } catch (error) {
    console.warn('This browser does not let the page remember anything.', error)
    return null
  }
}

function write(set: () => void): void {
  try {
    set()
  } catch (error) {
    console.warn('This browser does not let the page remember anything.', error)
  }
}
