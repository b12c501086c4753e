/**
 * Files handed to another app of the device by its share sheet (Web Share, level 2): on a phone they come
 * into the photos or a chat so, where a ZIP would only lie among the downloads.
 */
import type { Info } from '../../shared/torrent/info.ts'
import type { Torrent } from '../host/api.ts'
import { sharing } from '../language/sharing.ts'
import { safeTypeOf } from './open-file.ts'
import type { Page } from './page.ts'
import { withProgress } from './progress.ts'
import { bytesOf } from './snapshot.ts'

/** They are all in the browser's hands at once. */
const MAX_BYTES = 500_000_000
/** Chromium takes 10, Safari says no number. */
const MAX_FILES = 100

/** Whether this browser would take files of such names. It is asked without their content. */
export function mayHandOver(info: Info, indices: readonly number[]): boolean {
  if (indices.length === 0 || indices.length > MAX_FILES) return false
  if (bytesOf(info, indices) > MAX_BYTES || typeof navigator.canShare !== 'function') return false
  return navigator.canShare({ files: indices.map(index => named([], info, index)) })
}

/** The type says what it may be taken for: by the name, never by what a remote claims. */
function named(parts: BlobPart[], info: Info, index: number): File {
  const name = info.files[index]?.path.at(-1) ?? info.name
  return new File(parts, name, { type: safeTypeOf(name)?.split(';')[0] ?? '' })
}

/**
 * Files that were read for it, if the click's transient activation ended before reading did: the next click
 * hands them over. Undefined: it is done.
 */
export async function handOver(
  page: Page,
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
  ready?: readonly File[],
): Promise<readonly File[] | undefined> {
  page.notice.say = undefined
  const files = ready ?? (await readAll(page, torrent, info, indices))
  if (files === undefined) return undefined
  // Older browsers do not say it: then it is tried.
  if (navigator.userActivation?.isActive === false) return files
  try {
    await navigator.share({ files: [...files] })
  } catch (error) {
    // AbortError: the person closed the sheet.
    if (!(error instanceof DOMException && error.name === 'AbortError')) {
      console.warn('The share sheet did not take the files.', error)
      page.notice.say = () => sharing.texts.complete.appRefused
    }
  }
  return undefined
}

/** Undefined: the person has cancelled it, or it could not be read, which is shown. */
async function readAll(
  page: Page,
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
): Promise<readonly File[] | undefined> {
  const files: File[] = []
  const begun = { swarm: torrent.swarm, totalBytes: bytesOf(info, indices) }
  try {
    await withProgress(page.saving, begun, async ({ signal, onProgress }) => {
      let doneBytes = 0
      for (const index of indices) {
        signal.throwIfAborted()
        const file = await torrent.file(index)
        files.push(named([file], info, index))
        doneBytes += file.size
        onProgress(doneBytes)
      }
    })
    return files
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) page.complain(error)
    return undefined
  }
}
