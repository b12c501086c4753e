/** What others are given of a torrent, its link and its `.torrent` file, opened where our server is at `origin`. */
import type { InfoHash } from '../../../shared/base/ids.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { formatMagnet } from '../../../shared/torrent/magnet.ts'
import { encodeTorrentFile } from '../../../shared/torrent/metainfo.ts'
import { announceUrl } from '../../../shared/torrent/tracker-url.ts'
import type { GossipStyle } from '../api.ts'
import type { TorrentSettings } from './torrent-settings.ts'

export interface HandedOn {
  readonly infoHash: InfoHash
  readonly gossip: GossipStyle | undefined
  readonly info: Info | undefined
  /** As its link says. */
  readonly linkName: string | undefined
  readonly settings: TorrentSettings
  /** Where our server is for this tab. */
  readonly ownOrigin: string
}

/** Our own comes first, under the name by which it is reached there. */
export function trackersAt(
  origin: string,
  { settings, ownOrigin }: Pick<HandedOn, 'settings' | 'ownOrigin'>,
): string[] {
  const own = announceUrl(ownOrigin)
  const others = settings.trackers.filter(url => url !== own)
  return [...new Set([announceUrl(origin), ...others])]
}

export function magnetAt(origin: string, torrent: HandedOn): string {
  const { infoHash, gossip, info, linkName, settings } = torrent
  const { parameters, around } = settings
  const { webSeeds } = around
  const name = info?.name ?? linkName
  return formatMagnet({
    infoHash,
    trackers: trackersAt(origin, torrent),
    ...(name !== undefined && { name }),
    ...(info && { length: info.length }),
    ...(webSeeds && { webSeeds }),
    ...(parameters.length > 0 && { others: parameters }),
    ...(gossip && { gossip }),
  })
}

/** Trackers keep the tiers in which they came; those of links have one each. */
export function torrentFileAt(
  origin: string,
  torrent: HandedOn,
): Uint8Array<ArrayBuffer> | undefined {
  const { info, settings, ownOrigin } = torrent
  const { comment, around } = settings
  const own = announceUrl(ownOrigin)
  const given = (around.tiers ?? []).map(tier =>
    tier.map(url => (url === own ? announceUrl(origin) : url)),
  )
  const grouped = given.flat()
  const alone = trackersAt(origin, torrent)
    .filter(url => !grouped.includes(url))
    .map(url => [url])
  const tiers = [...alone.slice(0, 1), ...given, ...alone.slice(1)]
  return info && encodeTorrentFile(info, { ...around, tiers, ...(comment && { comment }) })
}
