/** How much some of a torrent's files are together, in bytes. */
import type { Info } from '../../shared/torrent/info.ts'
import type { TorrentView } from '../host/api.ts'

export const bytesOf = (info: Info, indices: readonly number[]): number =>
  indices.reduce((sum, index) => sum + (info.files[index]?.length ?? 0), 0)

/** Files that are to be fetched, by index. */
export const wantedFiles = ({ filePriorities = [] }: TorrentView): number[] =>
  filePriorities.flatMap((priority, index) => (priority > 0 ? index : []))
