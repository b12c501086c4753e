/** Where a torrent comes from, and what that tells of it: a link, a `.torrent` file, or the files. */
import { type InfoHash, toHex } from '../../../shared/base/ids.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { parseShareText } from '../../../shared/torrent/magnet.ts'
import {
  type Around,
  MAX_TORRENT_BYTES,
  readingTorrentFile,
  type TorrentContents,
  TorrentError,
} from '../../../shared/torrent/metainfo.ts'
import { type GossipStyle, HostError } from '../api.ts'
import { inSlices } from '../slices.ts'
import { sha1 } from '../storage/hashing.ts'
import { asLinkError } from './read-text.ts'

export interface TorrentSource {
  readonly infoHash: InfoHash
  /** Undefined: as BitTorrent has it. */
  readonly gossip: GossipStyle | undefined
  /** What the link calls it. */
  readonly name?: string | undefined
  /** Its size in bytes, as the link says. */
  readonly length?: number | undefined
  readonly info?: Info
  /** The person's own, in the order of `info.files`. */
  readonly files?: readonly File[]
  /** Pieces that several of these files share. */
  readonly kept?: ReadonlyMap<number, Uint8Array<ArrayBuffer>>
  readonly trackers?: readonly string[]
  readonly comment?: string | undefined
  /** What else the `.torrent` file says, or of it the link. */
  readonly around?: Around
  /** Parameters of the link that mean nothing here. */
  readonly parameters?: readonly string[]
  /** Which files the link asks for, by index (BEP 53). */
  readonly selected?: readonly number[] | undefined
}

/** A strict magnet link. Throws a `HostError`. */
export function sourceInLink(link: string): TorrentSource {
  try {
    const { infoHash, gossip, name, length, trackers, files, webSeeds, others } =
      parseShareText(link)
    return {
      infoHash,
      gossip,
      name,
      ...(length !== undefined && { length }),
      trackers,
      selected: files,
      ...(webSeeds && { around: { webSeeds } }),
      ...(others && { parameters: others }),
    }
  } catch (error) {
    throw asLinkError(error)
  }
}

/** Rejects with a `HostError`. The file is for every program: it knows of no gossip. */
export async function sourceInTorrentFile(file: Blob): Promise<TorrentSource> {
  const { info, announce, comment, ...around } = await readTorrentFile(file)
  const infoHash = await infoHashOf(info)
  return {
    infoHash,
    gossip: undefined,
    info,
    trackers: announce,
    comment,
    ...(Object.keys(around).length > 0 && { around }),
  }
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
      { detail: { kind: 'torrent-file-too-large' } },
    )
  const bytes = await file.arrayBuffer().catch(cause => {
    throw new HostError(
      'unreadable-file',
      'The .torrent file could not be read. Check that it is still there, then open it again.',
      { cause, detail: { kind: 'torrent-file-unreadable' } },
    )
  })
  try {
    return await inSlices(readingTorrentFile(new Uint8Array(bytes)))
  } catch (cause) {
    if (!(cause instanceof TorrentError)) throw cause
    throw new HostError('bad-torrent', cause.message, {
      cause,
      detail: { kind: 'unusable', fault: cause.code },
    })
  }
}
