import { useSignal } from '@preact/signals'
import type { TorrentFile } from '../../../shared/torrent/info.ts'
import type { TorrentView } from '../../host/api.ts'
import { fileBytesHeld } from '../../host/file-progress.ts'
import { countOf, formatBytes, percentOf } from '../format.ts'
import type { Page } from '../page.ts'
import { endingOf, safeTypeOf } from '../safe-type.ts'
import { openItem, saveItem } from '../saving.ts'
import type { Item } from '../snapshot.ts'

/** Rows drawn at first, and more at each asking. */
const ROWS = 200

/** All files of a torrent, with what can be done with each in its present state. */
export function Files({ page, item }: { page: Page; item: Item }) {
  const rows = useSignal(ROWS)
  const { info } = item.view
  if (!info) return null
  const rest = info.files.length - rows.value
  return (
    <div class="file-list">
      {mayChoose(item) && <Choice item={item} />}
      <ul class="files" aria-label="Files">
        {info.files.slice(0, rows.value).map((file, index) => (
          <FileRow key={index} page={page} item={item} file={file} index={index} />
        ))}
        {rest > 0 && (
          <li class="files-rest">
            and {countOf(rest, 'more file')}{' '}
            <button
              type="button"
              class="quiet"
              onClick={() => {
                rows.value += ROWS
              }}
            >
              Show more
            </button>
          </li>
        )}
      </ul>
    </div>
  )
}

/** While something is to be fetched, people say what; one's own files are what they are. */
function mayChoose({ screen, view }: Item): boolean {
  const { files = [] } = view.info ?? {}
  if (screen === 'sharing' || files.length < 2) return false
  return screen !== 'done' || files.some((_, index) => !isWanted(view, index))
}

const isWanted = ({ filePriorities }: TorrentView, index: number): boolean =>
  (filePriorities?.[index] ?? 0) > 0

function selectedIn(view: TorrentView): number[] {
  return view.info?.files.flatMap((_, index) => (isWanted(view, index) ? index : [])) ?? []
}

/** How much is chosen, and all at once. */
function Choice({ item: { torrent, view } }: { item: Item }) {
  const { info } = view
  if (!info) return null
  const chosen = selectedIn(view)
  const bytes = chosen.reduce((sum, index) => sum + (info.files[index]?.length ?? 0), 0)
  const isAll = chosen.length === info.files.length
  return (
    <p class="choice">
      <span>
        {isAll
          ? `All ${countOf(chosen.length, 'file')}`
          : `${chosen.length} of ${countOf(info.files.length, 'file')}, ${formatBytes(bytes)}`}
      </span>
      {!isAll && (
        <button type="button" class="quiet" onClick={() => torrent.selectFiles(info.files.keys())}>
          Choose all
        </button>
      )}
    </p>
  )
}

interface FileRowProps {
  readonly page: Page
  readonly item: Item
  readonly file: TorrentFile
  readonly index: number
}

function FileRow({ page, item, file, index }: FileRowProps) {
  const name = file.path.at(-1) ?? ''
  const folder = file.path.slice(0, -1).join(' / ')
  const isHere = fileBytesHeld(item.view, index) === file.length
  const isLeftOut = mayChoose(item) && !isWanted(item.view, index)
  const what = (
    <>
      <Badge name={name} />
      <span class="file-name">
        <bdi>{name}</bdi>
        {folder && <bdi class="file-folder">{folder}</bdi>}
      </span>
    </>
  )
  return (
    <li class={isLeftOut && !isHere ? 'file left-out' : 'file'}>
      {mayChoose(item) ? (
        <label class="file-what">
          <input
            type="checkbox"
            class="chooser"
            aria-label={`Download ${name}`}
            {...choosing(item, index, isHere)}
          />
          {what}
        </label>
      ) : (
        <span class="file-what">{what}</span>
      )}
      <span class="file-size">
        {progressOf(item, file, index)}
        {formatBytes(file.length)}
      </span>
      {isHere && mayTake(item) && <TakeOut page={page} item={item} index={index} name={name} />}
    </li>
  )
}

/** Finished files can be had while others are still on their way. */
const mayTake = ({ screen }: Item): boolean => screen !== 'sharing' && screen !== 'offered'

function progressOf({ screen, view }: Item, file: TorrentFile, index: number): string {
  if (screen === 'sharing' || screen === 'done' || screen === 'offered') return ''
  const percent = file.length === 0 ? 100 : percentOf(fileBytesHeld(view, index), file.length)
  return percent === 0 && !isWanted(view, index) ? '' : `${percent} % of `
}

/** What the checkbox of a file shows and does. */
function choosing({ torrent, view }: Item, index: number, isHere: boolean) {
  const chosen = selectedIn(view)
  const checked = isWanted(view, index)
  return {
    checked,
    // What is here has been chosen. Nothing at all is no choice: for that there is Pause.
    disabled: checked && (isHere || chosen.length === 1),
    onChange: () =>
      torrent.selectFiles(checked ? chosen.filter(other => other !== index) : [...chosen, index]),
  }
}

function TakeOut({ page, item, index, name }: Omit<FileRowProps, 'file'> & { name: string }) {
  const { info } = item.view
  if (!info) return null
  return (
    <span class="file-actions">
      {safeTypeOf(name) && (
        <button type="button" class="quiet" onClick={() => void openItem(page, item, info, index)}>
          Open<span class="visually-hidden"> {name}</span>
        </button>
      )}
      <button type="button" class="quiet" onClick={() => void saveItem(page, item, info, [index])}>
        Save<span class="visually-hidden"> {name}</span>
      </button>
    </span>
  )
}

/** A sheet with the file's ending on it. */
export const Badge = ({ name, many = false }: { name: string; many?: boolean }) => (
  <span class={many ? 'badge many' : 'badge'} aria-hidden="true">
    {many ? '' : endingOf(name).slice(0, 4)}
  </span>
)
