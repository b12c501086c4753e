import type { TabSnapshot } from '../tabs/probe.ts'
import type { Tab } from '../tabs/tab.ts'
import type { Bars, Progress } from './bars.ts'

/** After this time without a byte for anyone, none will come any more. */
const STALL_LIMIT_MS = 60_000
/** Bars that move, at little cost to the tabs that are measured. */
const LOOK_EVERY_MS = 250
/** The same where all that is left are cut off from the others: they try again, in vain. */
const CUT_OFF_LIMIT_MS = 25_000

/** Until all have finished; or until nobody gets on any more, with the sentence that says so. */
export async function follow(
  leechers: readonly Tab[],
  bars: Bars,
  signal: AbortSignal,
): Promise<string | undefined> {
  let held = -1
  let movedAt = Date.now()
  for (;;) {
    const snapshots = await Promise.all(leechers.map(tab => tab.snapshot()))
    signal.throwIfAborted()
    bars.show(leechers.map((tab, i) => progressOf(tab, snapshots[i])))
    if (snapshots.every(snapshot => snapshot?.finishedAt !== undefined)) return undefined

    const now = snapshots.reduce((sum, snapshot) => sum + (snapshot?.bytesHeld ?? 0), 0)
    if (now !== held) movedAt = Date.now()
    held = now
    const pausedMs = Date.now() - movedAt
    const isCutOff = snapshots.every(tab => tab?.finishedAt !== undefined || tab?.cutOff)
    if (pausedMs > (isCutOff ? CUT_OFF_LIMIT_MS : STALL_LIMIT_MS))
      return stalled(leechers, snapshots, pausedMs)
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

function progressOf(tab: Tab, snapshot: TabSnapshot | undefined): Progress {
  const { bytesHeld = 0, length = 0, phase = 'loading', remotes = [], gossip } = snapshot ?? {}
  return {
    label: `${tab.name} ${tab.browserName}`,
    done: length === 0 ? 0 : bytesHeld / length,
    note: `${phase}, ${remotes.length} links${gossip ? `, round ${gossip.round}` : ''}`,
  }
}

function stalled(
  tabs: readonly Tab[],
  snapshots: readonly (TabSnapshot | undefined)[],
  pausedMs: number,
): string {
  const stuck = tabs.flatMap((tab, i) => {
    const snapshot = snapshots[i]
    if (snapshot?.finishedAt !== undefined) return []
    const why = snapshot?.cutOff ?? snapshot?.trouble ?? tab.troubles.at(-1) ?? 'no reason given'
    return `${tab.name} (${tab.browserName}, ${snapshot?.phase ?? 'no torrent'}: ${why})`
  })
  const hint = snapshots.some(tab => tab?.cutOff) ? ' With --homes, --relay adds a relay.' : ''
  return `Timeout: nobody got a byte for ${Math.round(pausedMs / 1000)} s. Unfinished: ${stuck.join(', ')}.${hint}`
}
