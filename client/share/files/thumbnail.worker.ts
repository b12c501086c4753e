/** Makes thumbnails. Its script comes with a policy under which it can load nothing (`server/headers.ts`). */
import { HEAD_BYTES, pictureIn } from './picture.ts'

/** Twice what it is drawn at, for sharp screens. */
const SIDE_PX = 88

self.onmessage = async ({ data }: MessageEvent<Blob>) => {
  const thumbnail = await makeFrom(data).catch(() => undefined)
  postMessage(thumbnail, { transfer: thumbnail ? [thumbnail] : [] })
}

async function makeFrom(file: Blob): Promise<ImageBitmap | undefined> {
  const picture = pictureIn(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))
  if (!picture) return undefined
  const typed = file.slice(0, file.size, picture.type)
  // By its height alone: which of the two is the width, the camera's note of how it was held may turn.
  const resizeHeight = Math.min(picture.height, picture.width, 2 * SIDE_PX)
  const whole = await createImageBitmap(typed, { resizeHeight, resizeQuality: 'medium' })
  const canvas = new OffscreenCanvas(SIDE_PX, SIDE_PX)
  const scale = SIDE_PX / Math.min(whole.width, whole.height)
  const [width, height] = [whole.width * scale, whole.height * scale]
  canvas
    .getContext('2d')
    ?.drawImage(whole, (SIDE_PX - width) / 2, (SIDE_PX - height) / 2, width, height)
  whole.close()
  return canvas.transferToImageBitmap()
}
