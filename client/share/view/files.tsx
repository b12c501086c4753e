import { useSignal } from '@preact/signals'
import type { Info, TorrentFile } from '../../../shared/torrent/info.ts'
import { FIRST, fileBytesHeld, NORMAL } from '../../host/torrent/torrent-view.ts'
import { countOf, formatBytes, percentOf } from '../format.ts'
import { safeTypeOf } from '../open-file.ts'
import type { Page } from '../page.ts'
import { openItem, saveItem } from '../saving.ts'
import { isUnderWay } from '../screen.ts'
import { bytesOf, type Item, wantedFiles } from '../snapshot.ts'
import { Badge, Button } from './parts.tsx'

/** Rows drawn at first, and added by each “Show more”. */
const ROWS = 200

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
            <Button
              class="quiet"
              onClick={() => {
                rows.value += ROWS
              }}
            >
              Show more
            </Button>
          </li>
        )}
      </ul>
    </div>
  )
}

/** Files can be chosen while some are still to be fetched; gossip always fetches all. */
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
        <Button class="quiet" onClick={() => torrent.selectFiles(files.keys())}>
          Choose all
        </Button>
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
            // A file that is here stays chosen, and so does the last one: to fetch nothing there is Pause.
            disabled={isWanted && (isHere || isLast)}
            onChange={() => toggle(item, index)}
          />
          {what}
        </label>
      ) : (
        <span class="file-what">{what}</span>
      )}
      <span class="hint-line">
        {isUnderWay(item.screen) &&
          (isWanted || bytesHeld > 0) &&
          `${isHere ? 100 : percentOf(bytesHeld, file.length)} % of `}
        {formatBytes(file.length)}
      </span>
      {isWanted && !isHere && !isLast && isUnderWay(item.screen) && (
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

/** Fetches this file before the others. */
function First({ item: { torrent, view }, index, name }: Omit<TakeOutProps, 'page'>) {
  const priorities = view.filePriorities ?? []
  const isFirst = priorities[index] === FIRST
  return (
    <span class="file-actions">
      <Button
        class={isFirst ? 'first' : 'quiet'}
        aria-pressed={isFirst}
        onClick={() => torrent.prioritiseFiles(priorities.with(index, isFirst ? NORMAL : FIRST))}
      >
        First<span class="visually-hidden"> {name}</span>
      </Button>
    </span>
  )
}

/** Finished files can be had while others are still on their way. */
const mayTake = (item: Item): boolean => item.screen === 'done' || isUnderWay(item.screen)

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
        <Button class="quiet" onClick={() => void openItem(page, item, info, index)}>
          Open<span class="visually-hidden"> {name}</span>
        </Button>
      )}
      <Button class="quiet" onClick={() => void saveItem(page, item, info, [index])}>
        Save<span class="visually-hidden"> {name}</span>
      </Button>
    </span>
  )
}
