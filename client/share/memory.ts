/**
 * What this page remembers. What a tab has open belongs to the tab (sessionStorage survives a
 * reload and stays out of other tabs); a setting belongs to the browser (localStorage).
 */
const OPEN_KEY = 'tabswarm.open'
const AUTO_START_KEY = 'tabswarm.autoStart'

/** Torrents reopened after a reload: more would take minutes to come back. */
const MAX_REMEMBERED = 32

export interface Remembered {
  readonly infoHash: string
  readonly magnet: string
  /** Shared from this tab, not downloaded. */
  readonly mine: boolean
  /** Was downloading, or sharing: goes on by itself. */
  readonly wanted: boolean
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
  'infoHash' in value &&
  typeof value.infoHash === 'string' &&
  'magnet' in value &&
  typeof value.magnet === 'string' &&
  'mine' in value &&
  typeof value.mine === 'boolean' &&
  'wanted' in value &&
  typeof value.wanted === 'boolean' &&
  'saved' in value &&
  typeof value.saved === 'boolean'

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch (error) {
    console.warn('What this tab had open cannot be read; starting afresh.', error)
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
