/** What is known of a torrent before it is opened, from whatever names it. */
import { type InfoHash, toHex } from '../../shared/base/ids.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { MagnetError, parseShareText } from '../../shared/torrent/magnet.ts'
import { type GossipStyle, HostError } from './api.ts'
import { sha1 } from './hash.ts'
import { readTorrentFile } from './torrent-file.ts'

export interface Known {
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
export function knownByLink(link: string): Known {
  try {
    const { infoHash, gossip, name, trackers, files } = parseShareText(link)
    return { infoHash, gossip, name, trackers, selected: files }
  } catch (error) {
    if (!(error instanceof MagnetError)) throw error
    throw new HostError('bad-link', error.message, { cause: error })
  }
}

/** Rejects with a `HostError`. The file is for every program: it knows of no gossip. */
export async function knownByTorrentFile(file: Blob): Promise<Known & { readonly info: Info }> {
  const { info, announce, comment } = await readTorrentFile(file)
  const infoHash = await infoHashOf(info)
  return { infoHash, gossip: undefined, info, trackers: announce, comment }
}

export const infoHashOf = async (info: Info): Promise<InfoHash> =>
  toHex(await sha1(info.bytes)) as InfoHash
