/** Whether bytes begin as a picture that may be decoded: by what they are, whatever a name claims. */
import { imageDimensionsFromData } from 'image-dimensions'

/** Of the beginning of a file: before a JPEG says how large it is, it may hold profiles and previews. */
export const HEAD_BYTES = 256 * 1024

/** As the cameras of phones make them; a decoder holds four bytes for each. */
const MAX_PIXELS = 50_000_000
/** A thumbnail of a longer one would show a few pixels of it. */
const MAX_LENGTHS = 10

export interface Picture {
  readonly type: string
  readonly width: number
  readonly height: number
}

/** Undefined: it is none, is damaged, or would cost too much. */
export function pictureIn(head: Uint8Array): Picture | undefined {
  const found = imageDimensionsFromData(head)
  if (!found) return undefined
  const { width, height, type } = found
  const isSound = width > 0 && height > 0 && width * height <= MAX_PIXELS
  if (!isSound || Math.max(width / height, height / width) > MAX_LENGTHS) return undefined
  return { type: `image/${type}`, width, height }
}
