/**
 * Presets of a peer's access link: rates and delays of homes, phones and the thesis.
 *
 * Sources: "WPT" is WebPageTest's list of connections (`www/settings/connectivity.ini`), which most
 * web measurements use; it states round trips, of which a link here has half each way. Rates have
 * grown since that list, delays have hardly fallen; the newer presets say which of their numbers
 * are assumed. No preset loses packets: radio and cable links repair losses below IP, at the cost
 * of delay.
 */
import type { Direction } from './topology.ts'

interface AccessPreset {
  readonly title: string
  readonly upBitsPerSec: number
  readonly downBitsPerSec: number
  /** One way, the same up and down. */
  readonly delayMs: number
  readonly source: string
}

const MBPS = 1e6

export const ACCESS_PRESETS = {
  thesis: {
    title: 'Thesis (6 Mbps)',
    upBitsPerSec: 6 * MBPS,
    downBitsPerSec: 6 * MBPS,
    delayMs: 0.1,
    source: 'the thesis: router-peer links of 6 Mbps and 100 us',
  },
  fibre: {
    title: 'Fibre',
    upBitsPerSec: 100 * MBPS,
    downBitsPerSec: 100 * MBPS,
    delayMs: 2,
    source:
      'delay: WPT "FIOS", 4 ms round trip; rates: assumed, a small symmetric full-fibre offer',
  },
  cable: {
    title: 'Cable',
    upBitsPerSec: 1 * MBPS,
    downBitsPerSec: 5 * MBPS,
    delayMs: 14,
    source: 'WPT "Cable": 5/1 Mbps, 28 ms round trip',
  },
  dsl: {
    title: 'DSL',
    upBitsPerSec: 0.384 * MBPS,
    downBitsPerSec: 1.5 * MBPS,
    delayMs: 25,
    source: 'WPT "DSL": 1.5 Mbps/384 kbps, 50 ms round trip',
  },
  vdsl: {
    title: 'VDSL',
    upBitsPerSec: 10 * MBPS,
    downBitsPerSec: 50 * MBPS,
    delayMs: 8,
    source:
      'rates: near the median home line of Ofcom 2021 (50.4/9.8 Mbps); delay: assumed, between cable and fibre',
  },
  '4g': {
    title: 'Mobile 4G',
    upBitsPerSec: 12 * MBPS,
    downBitsPerSec: 12 * MBPS,
    delayMs: 35,
    source: 'WPT "LTE": 12 Mbps, 70 ms round trip',
  },
  '5g': {
    title: 'Mobile 5G',
    upBitsPerSec: 21 * MBPS,
    downBitsPerSec: 166 * MBPS,
    delayMs: 15,
    source:
      "rates: Ookla, median of the world's 5G in Q3 2021 (166.13/21.08 Mbps); delay: assumed, 30 ms round trip",
  },
} as const satisfies Record<string, AccessPreset>

export type AccessName = keyof typeof ACCESS_PRESETS
export const ACCESS_NAMES = Object.keys(ACCESS_PRESETS) as AccessName[]

/** Both ways of a peer's link, up first. No queue limit, no loss. */
export function accessLink(preset: AccessPreset): { forth: Direction; back: Direction } {
  const { upBitsPerSec, downBitsPerSec, delayMs } = preset
  return { forth: direction(upBitsPerSec, delayMs), back: direction(downBitsPerSec, delayMs) }
}

/** A direction without queue limit and without loss. */
export const direction = (rateBitsPerSec: number, delayMs: number): Direction => ({
  rateBitsPerSec,
  delayMs,
  queueBytes: Number.POSITIVE_INFINITY,
  loss: undefined,
})
