/**
 * What is chosen of a torrent's files, and how it is changed: the same list chooses what is downloaded, and
 * of what is here what a save, or a link of its own, is to have.
 */
import type { Signal } from '@preact/signals'
import type { Info } from '../../../shared/torrent/info.ts'
import { fileBytesHeld } from '../../host/torrent/torrent-view.ts'
import type { Page } from '../page.ts'
import { type Item, wantedFiles } from '../snapshot.ts'

export interface Choice {
  readonly what: 'download' | 'pick'
  /** By file. */
  readonly flags: Uint8Array
  readonly count: number
  readonly bytes: number
  /** Stays as it is: a file that is here is not un-downloaded. */
  isFixed(index: number): boolean
  /** Those of them that are not fixed. */
  set(indices: Iterable<number>, on: boolean): void
  only(indices: Iterable<number>): void
}

/** Of what is here those that are picked; undefined: all. */
export type Picks = Signal<ReadonlySet<number> | undefined>

/** Undefined: there is nothing to choose. Gossip always fetches all. */
export function choiceOf(page: Page, item: Item, picks: Picks): Choice | undefined {
  const { info, gossip } = item.view
  if (!info || info.files.length < 2) return undefined
  const isAllHere = item.screen === 'sharing' || item.screen === 'done'
  if (
    isAllHere &&
    (item.screen === 'sharing' || wantedFiles(item.view).length === info.files.length)
  )
    return pickFrom(info, picks)
  return gossip ? undefined : downloadFrom(page, item, info)
}

function downloadFrom(page: Page, item: Item, info: Info): Choice {
  const flags = flagged(info, page.nothingChosen(item) ? [] : wantedFiles(item.view))
  const isHere = (index: number) => fileBytesHeld(item.view, index) === info.files[index]?.length
  const isFixed = (index: number) => flags[index] === 1 && isHere(index)
  const choose = (next: Uint8Array) => page.choose(item, chosenIn(next))
  return {
    what: 'download',
    ...summed(info, flags),
    isFixed,
    set: (indices, on) => choose(changed(flags, indices, on, isFixed)),
    only: indices => choose(changed(changed(flags, flags.keys(), false, isFixed), indices, true)),
  }
}

function pickFrom(info: Info, picks: Picks): Choice {
  const flags = flagged(info, picks.value ?? info.files.keys())
  const choose = (next: Uint8Array) => {
    const chosen = chosenIn(next)
    picks.value = chosen.length === info.files.length ? undefined : new Set(chosen)
  }
  return {
    what: 'pick',
    ...summed(info, flags),
    isFixed: () => false,
    set: (indices, on) => choose(changed(flags, indices, on)),
    only: indices => choose(flagged(info, indices)),
  }
}

function flagged({ files }: Info, indices: Iterable<number>): Uint8Array {
  const flags = new Uint8Array(files.length)
  for (const index of indices) flags[index] = 1
  return flags
}

function changed(
  flags: Uint8Array,
  indices: Iterable<number>,
  on: boolean,
  isFixed: (index: number) => boolean = () => false,
): Uint8Array {
  const next = flags.slice()
  for (const index of indices) if (on || !isFixed(index)) next[index] = on ? 1 : 0
  return next
}

export const chosenIn = (flags: Uint8Array): number[] =>
  Array.from(flags.keys()).filter(index => flags[index] === 1)

function summed({ files }: Info, flags: Uint8Array): Pick<Choice, 'flags' | 'count' | 'bytes'> {
  let count = 0
  let bytes = 0
  for (const [index, { length }] of files.entries()) {
    if (flags[index] === 0) continue
    count++
    bytes += length
  }
  return { flags, count, bytes }
}
