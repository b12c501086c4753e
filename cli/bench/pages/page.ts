/** What the pages of the bench report, on the clock all tabs of one machine share. */
export interface Timing {
  /** When this page began to fetch, got its first byte, and held everything. Epoch, ms. */
  readonly startMs: number
  readonly firstByteMs: number
  readonly endMs: number
}

export const epochNow = (): number => performance.timeOrigin + performance.now()

/** What the harness put into the page's file input. */
export function chosenFile(): File {
  const file = document.querySelector<HTMLInputElement>('#files')?.files?.[0]
  if (!file) throw new Error('no file chosen')
  return file
}

export async function sha256Hex(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}
