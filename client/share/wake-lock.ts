/** Keeps the device awake while something moves: a phone that goes to sleep ends a transfer. */
import { effect } from '@preact/signals'
import { isMoving } from '../language/format.ts'
import type { Page } from './page.ts'
import type { Snapshot } from './snapshot.ts'

/** A pause shorter than this is part of the transfer. */
const PAUSE_MS = 30_000
/** After a refusal, as with a low battery. */
const ASK_AGAIN_MS = 30_000

/** Does nothing where the browser has no such lock: over plain http, for one. */
export function keepAwake(page: Page): void {
  const { wakeLock } = navigator as Partial<Navigator>
  if (!wakeLock) return
  let movedAtMs = Number.NEGATIVE_INFINITY
  let lock: WakeLockSentinel | undefined
  let isAsking = false
  let refusedAtMs = Number.NEGATIVE_INFINITY

  const follow = async (): Promise<void> => {
    const { atMs } = page.snapshot.peek()
    const isNeeded = atMs - movedAtMs < PAUSE_MS && document.visibilityState === 'visible'
    // The browser lets go of it in a hidden tab.
    if (lock?.released) lock = undefined
    if (isAsking || isNeeded === (lock !== undefined)) return
    if (isNeeded && atMs - refusedAtMs < ASK_AGAIN_MS) return
    isAsking = true
    try {
      if (isNeeded) lock = await wakeLock.request('screen')
      else await lock?.release()
    } catch {
      // The battery is low, or the tab was hidden meanwhile.
      refusedAtMs = atMs
    }
    isAsking = false
  }
  effect(() => {
    const snapshot = page.snapshot.value
    if (isBusy(snapshot) || page.saving.value || page.preparing.value) movedAtMs = snapshot.atMs
    void follow()
  })
  document.addEventListener('visibilitychange', () => {
    refusedAtMs = Number.NEGATIVE_INFINITY
    void follow()
  })
}

const isBusy = ({ items }: Snapshot): boolean =>
  items.some(({ view }) => isMoving(view.downRate) || isMoving(view.upRate))
