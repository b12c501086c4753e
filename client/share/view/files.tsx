import { useMemo } from 'preact/hooks'
import type { Info, TorrentFile } from '../../../shared/torrent/info.ts'
import { countOf, formatBytes } from '../format.ts'
import { endingOf, safeTypeOf } from '../safe-type.ts'

/** Rows drawn; a folder of thousands is counted, not listed. */
const MAX_ROWS = 200

export interface FileActions {
  readonly save: (index: number) => void
  readonly open: (index: number) => void
}

/** `actions` once everything is here. Built once: a list of names does not change with the rates. */
export function Files({ info, actions }: { info: Info; actions: FileActions | undefined }) {
  const finished = actions !== undefined
  // The verbs act the same for one torrent, however often they are made.
  return useMemo(() => {
    const rest = info.files.length - MAX_ROWS
    return (
      <ul class="files" aria-label="Files">
        {info.files.slice(0, MAX_ROWS).map((file, index) => (
          <FileRow key={index} file={file} index={index} actions={actions} />
        ))}
        {rest > 0 && <li class="files-rest">and {countOf(rest, 'more file')}</li>}
      </ul>
    )
  }, [info, finished])
}

interface FileRowProps {
  readonly file: TorrentFile
  readonly index: number
  readonly actions: FileActions | undefined
}

function FileRow({ file, index, actions }: FileRowProps) {
  const name = file.path.at(-1) ?? ''
  const folder = file.path.slice(0, -1).join(' / ')
  return (
    <li class="file">
      <Badge name={name} />
      <span class="file-name">
        <bdi>{name}</bdi>
        {folder && <bdi class="file-folder">{folder}</bdi>}
      </span>
      <span class="file-size">{formatBytes(file.length)}</span>
      {actions && (
        <span class="file-actions">
          {safeTypeOf(name) && (
            <button type="button" class="quiet" onClick={() => actions.open(index)}>
              Open<span class="visually-hidden"> {name}</span>
            </button>
          )}
          <button type="button" class="quiet" onClick={() => actions.save(index)}>
            Save<span class="visually-hidden"> {name}</span>
          </button>
        </span>
      )}
    </li>
  )
}

/** A sheet with the file's ending on it. */
export const Badge = ({ name, many = false }: { name: string; many?: boolean }) => (
  <span class={many ? 'badge many' : 'badge'} aria-hidden="true">
    {many ? '' : endingOf(name).slice(0, 4)}
  </span>
)
