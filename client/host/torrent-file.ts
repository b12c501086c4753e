/** A `.torrent` file of the person's -> what it describes. */
import {
  MAX_TORRENT_BYTES,
  parseTorrentFile,
  type TorrentContents,
  TorrentError,
} from '../../shared/torrent/metainfo.ts'
import { HostError } from './api.ts'

/** Rejects with a `HostError`. */
export async function readTorrentFile(file: Blob): Promise<TorrentContents> {
  // Looked at before it is read: whatever else ends in .torrent may be a film.
  if (file.size > MAX_TORRENT_BYTES)
    throw new HostError(
      'bad-torrent',
      'This is too large to be a .torrent file (10 MB at most). To send it as it is, share it inside a folder or a ZIP file.',
    )
  const bytes = await file.arrayBuffer().catch(cause => {
    throw new HostError(
      'unreadable-file',
      'The .torrent file could not be read. Check that it is still there, then open it again.',
      { cause },
    )
  })
  try {
    return parseTorrentFile(new Uint8Array(bytes))
  } catch (cause) {
    if (!(cause instanceof TorrentError)) throw cause
    throw new HostError('bad-torrent', cause.message, { cause })
  }
}
