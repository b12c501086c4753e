/** Where a torrent comes from, and what that tells of it: a link, a `.torrent` file, or the files. */
import { type InfoHash, toHex } from '../../../shared/base/ids.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { MagnetError, parseShareText } from '../../../shared/torrent/magnet.ts'
import {
  MAX_TORRENT_BYTES,
  parseTorrentFile,
  type TorrentContents,
  TorrentError,
} from '../../../shared/torrent/metainfo.ts'
import { type GossipStyle, HostError } from '../api.ts'
import { sha1 } from '../storage/hashing.ts'

export interface TorrentSource {
  readonly infoHash: InfoHash
  /** Undefined: as BitTorrent has it. */
  readonly gossip: GossipStyle | undefined
  /** What the link calls it. */
  readonly name?: string | undefined
  readonly info?: Info
  /** The person's own, in the order of `info.files`. */
  readonly files?: readonly File[]
  readonly trackers?: readonly string[]
  readonly comment?: string | undefined
  /** Which files the link asks for, by index (BEP 53). */
  readonly selected?: readonly number[] | undefined
}

/** Throws a `HostError`. */
export function sourceInLink(link: string): TorrentSource {
  try {
    const { infoHash, gossip, name, trackers, files } = parseShareText(link)
    return { infoHash, gossip, name, trackers, selected: files }
  } catch (error) {
    if (!(error instanceof MagnetError)) throw error
    throw new HostError('bad-link', error.message, { cause: error })
  }
}

/** Rejects with a `HostError`. The file is for every program: it knows of no gossip. */
export async function sourceInTorrentFile(file: Blob): Promise<TorrentSource> {
  const { info, announce, comment } = await readTorrentFile(file)
  const infoHash = await infoHashOf(info)
  return { infoHash, gossip: undefined, info, trackers: announce, comment }
}

export const infoHashOf = async (info: Info): Promise<InfoHash> =>
  toHex(await sha1(info.bytes)) as InfoHash

/** Rejects with a `HostError`. */
async function readTorrentFile(file: Blob): Promise<TorrentContents> {
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
