/** Files to share, made up or found, and their SHA-256 as the disk has it. */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** Written at once: keeps memory flat for files of any size. */
const SLICE_BYTES = 1 << 20

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Random, so that no two pieces are alike and nothing on the way can compress it. */
export async function writeRandomFile(path: string, bytes: number): Promise<void> {
  const file: FileHandle = await open(path, 'wx')
  try {
    for (let left = bytes; left > 0; left -= SLICE_BYTES) {
      await file.write(randomBytes(Math.min(left, SLICE_BYTES)))
    }
  } finally {
    await file.close()
  }
}
