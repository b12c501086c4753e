/** What the list of files says. */
import { countOf, formatBytes } from '../format.ts'
import type { Kind } from './kinds.ts'

export const FIND = 'Find files by name or folder'
export const ALL = 'All'
export const NONE = 'None'
export const FIRST = 'First'
export const OPEN = 'Open'
export const SAVE = 'Save'
export const OPEN_FOLDER = 'Show its files'
export const CLOSE_FOLDER = 'Hide its files'
export const NOTHING_FOUND = 'No file has that in its name or folder.'
export const ANY_KIND = 'All kinds'

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  pictures: 'Pictures',
  films: 'Films',
  sound: 'Sound',
  documents: 'Documents',
  others: 'Others',
}

/** What is on the buttons that choose among those found. */
export const chooseFound = (count: number): string =>
  count === 1 ? 'Choose this one' : `Choose these ${count.toLocaleString('en')}`
export const onlyFound = (count: number): string =>
  count === 1 ? 'Only this one' : `Only these ${count.toLocaleString('en')}`
export const dropFound = (count: number): string =>
  count === 1 ? 'Leave this one out' : `Leave these ${count.toLocaleString('en')} out`

export const foundInWords = (found: number, all: number): string =>
  `${found.toLocaleString('en')} of ${countOf(all, 'file')} found.`

/** 'All 600 files, 2.4 GB'; '3 of 600 files, 12 MB'. */
export function chosenInWords(chosen: number, all: number, bytes: number): string {
  if (chosen === 0) return `None of ${countOf(all, 'file')}`
  const size = formatBytes(bytes)
  return chosen === all
    ? `All ${countOf(all, 'file')}, ${size}`
    : `${chosen.toLocaleString('en')} of ${countOf(all, 'file')}, ${size}`
}

/** Of a folder: '24 files, 61 MB', or '3 of 24 files, 12 MB'. */
export const folderInWords = (chosen: number, all: number, bytes: number): string =>
  chosen === 0 || chosen === all
    ? `${countOf(all, 'file')}, ${formatBytes(bytes)}`
    : `${chosen.toLocaleString('en')} of ${countOf(all, 'file')}, ${formatBytes(bytes)}`

export const percentOfSize = (percent: number, bytes: number): string =>
  `${percent} % of ${formatBytes(bytes)}`

/** What the box before a file does. */
export const CHOOSE = {
  download: (name: string): string => `Download ${name}`,
  pick: (name: string): string => `Pick ${name}`,
} as const

/** What the ticks are for, of files that are here. */
export const PICK_HINTS = {
  sharing: 'Take some out to get a link to the others alone.',
  done: 'Take some out to save the others, or to get a link to them alone.',
} as const
export const NOTHING_PICKED = 'Pick at least one file.'
export const savePicked = (count: number): string => `Save ${countOf(count, 'file')}`
export const LINK_OF_PICKED = 'Make a link to these alone'
export const otherLinkStays = (name: string): string =>
  `The link to all of ${name} goes on working as long as it is shared in this tab. Stop sharing it if nobody is to get the rest.`
