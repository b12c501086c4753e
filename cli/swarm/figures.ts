/** What the results of plain and of emulated swarms have in common: figures, and lines for people. */

import type { GossipView } from '../../shared/exchange/view.ts'
import { type GossipTotals, gossipTotals } from '../../shared/gossip/totals.ts'
import type { GossipFidelity, GossipKind, GossipMode } from '../../shared/wire/gossip-style.ts'
import { aligned } from '../aligned.ts'
import type { BrowserName } from '../browsers.ts'

/** `kind` is undefined where nobody gossips. */
export const modeOf = (
  kind: GossipKind | undefined,
): { mode: 'bittorrent' | GossipMode; fidelity?: GossipFidelity } =>
  kind ? { mode: kind.mode, fidelity: kind.fidelity } : { mode: 'bittorrent' }

/** Nothing where nobody gossips. */
export const gossipOf = (
  peers: readonly { readonly gossip?: GossipView | undefined }[],
  kind: GossipKind | undefined,
): Partial<GossipTotals> =>
  kind ? gossipTotals(peers.map(({ gossip = NOT_BEGUN }) => gossip)) : {}

const NOT_BEGUN = { rounds: undefined, useful: 0, redundant: 0, failed: 0, controlBytes: 0 }

export function gossipLines(totals: Partial<GossipTotals>): string[] {
  const { rounds, rmr, useful, redundant, controlBytes } = totals
  if (useful === undefined || controlBytes === undefined) return []
  const inTime = rounds === null ? 'Not done' : `Done in ${rounds} rounds`
  const received = `${useful} pieces came to use, ${redundant} in vain`
  return [
    `${inTime}: ${received} (RMR ${rmr?.toFixed(2) ?? '-'}), with ${controlBytes} bytes of talk.`,
  ]
}

interface Leecher extends Partial<GossipTotals> {
  readonly id: string
  readonly browser?: BrowserName
  readonly ok: boolean
  readonly left?: boolean
  readonly finishedMs: number | null
  readonly downloaded: number
  readonly fromSeeder: number
}

export function totalsOf(leechers: readonly Leecher[], isComplete: boolean) {
  const finished = leechers.flatMap(({ finishedMs }) => finishedMs ?? [])
  const hasEnd = isComplete && finished.length > 0
  const total = (of: 'fromSeeder' | 'downloaded') => sum(leechers.map(leecher => leecher[of]))
  return {
    /** Until the last leecher finished; null if one never did. */
    makespanMs: hasEnd ? Math.max(...finished) : null,
    meanMs: hasEnd ? sum(finished) / finished.length : null,
    /** The share of the leechers' bytes that came from the seeders. */
    seederShare: total('fromSeeder') / Math.max(1, total('downloaded')),
  }
}

export const leecherLines = (leechers: readonly Leecher[]): string[] =>
  aligned(
    leechers.map(({ id, browser, ok, left, finishedMs, fromSeeder, downloaded, ...gossip }) => [
      browser ? `${id}, ${browser}` : id,
      ok ? 'ok' : left ? 'left' : 'FAILED',
      `${seconds(finishedMs)} s`,
      `${Math.round((100 * fromSeeder) / Math.max(1, downloaded))} % from seeders`,
      ...(gossip.useful === undefined
        ? []
        : [
            `${gossip.rounds ?? '-'} rounds, ${gossip.useful} pieces and ${gossip.redundant} in vain`,
          ]),
    ]),
    'llr',
  )

export const seconds = (ms: number | null): string => (ms === null ? '-' : (ms / 1000).toFixed(3))

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
