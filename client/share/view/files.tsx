import { useSignal } from '@preact/signals'
import type { Info, TorrentFile } from '../../../shared/torrent/info.ts'
import { FIRST, fileBytesHeld, NORMAL } from '../../host/torrent/torrent-view.ts'
import { countOf, formatBytes, percentOf } from '../format.ts'
import type { Page } from '../page.ts'
import { endingOf, safeTypeOf } from '../safe-type.ts'
import { openItem, saveItem } from '../saving.ts'
import { bytesOf, wantedFiles } from '../sizes.ts'
import type { Item } from '../snapshot.ts'

/** Rows drawn at first, and more at each asking. */
const ROWS = 200

/** All files of a torrent, with what can be done with each in its present state. */
export function Files({ page, item }: { page: Page; item: Item }) {
  const rows = useSignal(ROWS)
  const { info } = item.view
  if (!info) return null
  const rest = info.files.length - rows.value
  const wanted = wantedFiles(item.view)
  const choice = mayChoose(item, wanted.length) ? wanted : undefined
  return (
    <div class="file-list">
      {choice && <Choice item={item} info={info} wanted={choice} />}
      <ul class="files" aria-label="Files">
        {info.files.slice(0, rows.value).map((file, index) => (
          <FileRow
            key={index}
            page={page}
            item={item}
            file={file}
            index={index}
            mayChoose={choice !== undefined}
            isLast={choice?.length === 1}
          />
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

/** While something is to be fetched, people say what; one's own files are what they are. Gossip brings all. */
function mayChoose({ screen, view: { info, gossip } }: Item, wantedCount: number): boolean {
  const count = info?.files.length ?? 0
  if (screen === 'sharing' || count < 2 || gossip) return false
  return screen !== 'done' || wantedCount < count
}

interface ChoiceProps {
  readonly item: Item
  readonly info: Info
  readonly wanted: readonly number[]
}

/** How much is chosen, and all at once. */
function Choice({ item: { torrent }, info, wanted }: ChoiceProps) {
  const { files } = info
  const isAll = wanted.length === files.length
  return (
    <p class="choice">
      <span>
        {isAll
          ? `All ${countOf(files.length, 'file')}`
          : `${wanted.length} of ${countOf(files.length, 'file')}, ${formatBytes(bytesOf(info, wanted))}`}
      </span>
      {!isAll && (
        <button type="button" class="quiet" onClick={() => torrent.selectFiles(files.keys())}>
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
  readonly mayChoose: boolean
  /** The only one that is chosen. */
  readonly isLast: boolean
}

function FileRow({ page, item, file, index, mayChoose, isLast }: FileRowProps) {
  const name = file.path.at(-1) ?? ''
  const folder = file.path.slice(0, -1).join(' / ')
  const bytesHeld = fileBytesHeld(item.view, index)
  const isHere = bytesHeld === file.length
  const isWanted = (item.view.filePriorities?.[index] ?? 0) > 0
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
    <li class={isWanted || isHere ? 'file' : 'file left-out'}>
      {mayChoose ? (
        <label class="file-what">
          <input
            type="checkbox"
            class="chooser"
            aria-label={`Download ${name}`}
            checked={isWanted}
            // What is here has been chosen. Nothing at all is no choice: for that there is Pause.
            disabled={isWanted && (isHere || isLast)}
            onChange={() => toggle(item, index)}
          />
          {what}
        </label>
      ) : (
        <span class="file-what">{what}</span>
      )}
      <span class="file-size">
        {isMoving(item) &&
          (isWanted || bytesHeld > 0) &&
          `${isHere ? 100 : percentOf(bytesHeld, file.length)} % of `}
        {formatBytes(file.length)}
      </span>
      {isWanted && !isHere && !isLast && isMoving(item) && (
        <First item={item} index={index} name={name} />
      )}
      {isHere && mayTake(item) && <TakeOut page={page} item={item} index={index} name={name} />}
    </li>
  )
}

function toggle({ torrent, view }: Item, index: number): void {
  const wanted = wantedFiles(view)
  const others = wanted.filter(other => other !== index)
  torrent.selectFiles(others.length < wanted.length ? others : [...wanted, index])
}

/** Before the others: an episode to begin with. */
function First({ item: { torrent, view }, index, name }: Omit<TakeOutProps, 'page'>) {
  const priorities = view.filePriorities ?? []
  const isFirst = priorities[index] === FIRST
  return (
    <span class="file-actions">
      <button
        type="button"
        class={isFirst ? 'first' : 'quiet'}
        aria-pressed={isFirst}
        onClick={() => torrent.prioritiseFiles(priorities.with(index, isFirst ? NORMAL : FIRST))}
      >
        First<span class="visually-hidden"> {name}</span>
      </button>
    </span>
  )
}

/** Its files are on their way. */
const isMoving = ({ screen }: Item): boolean =>
  screen === 'downloading' || screen === 'waiting' || screen === 'paused'

/** Finished files can be had while others are still on their way. */
const mayTake = (item: Item): boolean => item.screen === 'done' || isMoving(item)

interface TakeOutProps {
  readonly page: Page
  readonly item: Item
  readonly index: number
  readonly name: string
}

function TakeOut({ page, item, index, name }: TakeOutProps) {
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
