/** How much more this browser would store for the page. */
import type { Clock } from '../clock.ts'

/** An estimate takes milliseconds; a browser that takes longer does not know. */
const MAX_WAIT_MS = 1_000

/**
 * Bytes. Undefined where the browser does not say: on plain http, for one. It may be wrong either way: so as
 * not to tell private windows from others, Chrome says 10 GiB whatever it enforces (from 138 on).
 */
export async function browserRoom(clock: Clock): Promise<number | undefined> {
  const storage: StorageManager | undefined = globalThis.navigator?.storage
  if (!storage?.estimate) return undefined
  let cancel = () => {}
  const late = new Promise<undefined>(resolve => {
    cancel = clock.after(MAX_WAIT_MS, () => resolve(undefined))
  })
  try {
    return roomIn(await Promise.race([storage.estimate(), late]))
  } catch (error) {
    console.warn('tabswarm: this browser does not say how much it can store', error)
    return undefined
  } finally {
    cancel()
  }
}

function roomIn({ quota, usage }: StorageEstimate = {}): number | undefined {
  if (!isAmount(quota) || !isAmount(usage)) return undefined
  return Math.max(0, quota - usage)
}

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
