/** A torrent's files out of its stored pieces, a piece at a time. */
import { assert } from '../../shared/base/assert.ts'
import type { Info, TorrentFile } from '../../shared/torrent/info.ts'
import { FileStore } from './store/files.ts'
import type { PieceStore } from './store/piece-store.ts'

/** Bytes of one file, in order; reads as fast as they are taken. Errors with a `StoreError`. */
export function streamFile(
  info: Info,
  store: PieceStore,
  fileIndex: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const file = fileAt(info, fileIndex)
  const end = file.offset + file.length
  let at = file.offset
  return new ReadableStream({
    async pull(controller) {
      if (at < end) {
        const piece = Math.floor(at / info.pieceLength)
        const pieceStart = piece * info.pieceLength
        const bytes = await store.read(piece)
        const part = bytes.subarray(at - pieceStart, end - pieceStart)
        controller.enqueue(part)
        at += part.length
      }
      if (at >= end) controller.close()
    },
  })
}

/** The person's own file, or one that the browser builds from the pieces, on disk if it is large. */
export async function fileOf(info: Info, store: PieceStore, fileIndex: number): Promise<File> {
  const { path } = fileAt(info, fileIndex)
  const name = path.at(-1) as string
  if (store instanceof FileStore) return store.files[fileIndex] as File
  const blob = await new Response(streamFile(info, store, fileIndex)).blob()
  return new File([blob], name)
}

function fileAt(info: Info, fileIndex: number): TorrentFile {
  const file = info.files[fileIndex]
  assert(file, `there is no file ${fileIndex}`)
  return file
}
