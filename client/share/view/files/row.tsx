import type { ComponentChildren, ComponentProps } from 'preact'
import type { Info, TorrentFile } from '../../../../shared/torrent/info.ts'
import {
  FIRST as FIRST_PRIORITY,
  fileBytesHeld,
  NORMAL,
} from '../../../host/torrent/torrent-view.ts'
import { formatBytes } from '../../../language/format.ts'
import { sharing } from '../../../language/sharing.ts'
import type { Choice } from '../../files/choice.ts'
import type { FileRow as FileRowData, FolderRow, Row } from '../../files/tree.ts'
import { percentOf } from '../../format.ts'
import { safeTypeOf } from '../../open-file.ts'
import type { Page } from '../../page.ts'
import { openItem, saveItem } from '../../saving.ts'
import { isUnderWay } from '../../screen.ts'
import { bytesOf, type Item } from '../../snapshot.ts'
import { Badge, Button } from '../parts.tsx'
import { Picture } from './picture.tsx'

/** Deeper folders are drawn no further to the right. */
const MAX_INDENT = 5

interface RowProps {
  readonly page: Page
  readonly item: Item
  readonly info: Info
  readonly row: Row
  readonly index: number
  readonly choice: Choice | undefined
  readonly topPx: number
  /** It has the tab stop of the list. */
  readonly isActive: boolean
  readonly onActive: () => void
  readonly onTurn: () => void
  readonly onTick: (on: boolean, isRange: boolean) => void
}

export function FileRow(props: RowProps) {
  const { row, index, topPx, isActive, onActive } = props
  const isFolder = row.kind === 'folder'
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: of a treegrid
    <div
      class={isLeftOut(props) ? 'file left-out' : 'file'}
      role="row"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={index + 1}
      aria-expanded={isFolder ? row.isOpen : undefined}
      data-active={isActive ? '' : undefined}
      style={{
        top: `${topPx}px`,
        '--level': Math.min(row.level - 1, MAX_INDENT),
      }}
      onFocusIn={onActive}
    >
      {isFolder ? <FolderCells {...props} row={row} /> : <FileCells {...props} row={row} />}
    </div>
  )
}

function isLeftOut({ row, item, choice }: RowProps): boolean {
  if (!choice) return false
  if (row.kind === 'folder') return row.files.every(index => choice.flags[index] === 0)
  return choice.flags[row.index] === 0 && !isHere(item, row.index)
}

const isHere = ({ view }: Item, index: number): boolean =>
  fileBytesHeld(view, index) === view.info?.files[index]?.length

function FolderCells({
  info,
  row,
  choice,
  isActive,
  onTurn,
  onTick,
}: RowProps & { row: FolderRow }) {
  const { name, files, isOpen } = row
  const chosen = choice ? files.filter(index => choice.flags[index] === 1) : files
  const isPart = chosen.length > 0 && chosen.length < files.length
  const size = formatBytes(bytesOf(info, isPart ? chosen : files))
  const texts = sharing.texts.files
  const box = choice && (
    <Box
      label={sharing.texts.files[choice.what](name)}
      state={chosen.length === 0 ? 'off' : chosen.length === files.length ? 'on' : 'part'}
      isFixed={files.every(choice.isFixed)}
      isActive={isActive}
      onTick={onTick}
    />
  )
  return (
    <Cell class="file-what">
      <Button
        class="fold"
        tabIndex={!choice && isActive ? 0 : -1}
        data-stop={choice ? undefined : ''}
        aria-expanded={isOpen}
        onClick={onTurn}
      >
        <Chevron isOpen={isOpen} />
        <span class="visually-hidden">
          {isOpen ? texts.hideFolder(name) : texts.showFolder(name)}
        </span>
      </Button>
      <What box={box} badge={<Badge name={name} many />} name={name}>
        {isPart
          ? texts.someChosen({ chosen: chosen.length, all: files.length, size })
          : texts.count({ all: files.length, size })}
      </What>
    </Cell>
  )
}

function FileCells(props: RowProps & { row: FileRowData }) {
  const { item, info, row, choice, isActive, onTick } = props
  const file = info.files[row.index] as TorrentFile
  const name = file.path.at(-1) ?? ''
  const isChosen = choice?.flags[row.index] === 1
  const box = choice && (
    <Box
      label={sharing.texts.files[choice.what](name)}
      state={isChosen ? 'on' : 'off'}
      isFixed={choice.isFixed(row.index)}
      isActive={isActive}
      onTick={onTick}
    />
  )
  const { index } = row
  const picture = (
    <Picture {...{ item, index, name }} bytes={file.length} isHere={isHere(item, index)} />
  )
  return (
    <>
      <Cell
        class="file-what"
        tabIndex={choice ? undefined : isActive ? 0 : -1}
        data-stop={choice ? undefined : ''}
      >
        <What box={box} badge={picture} name={name}>
          {sizeInWords(item, file, row.index, isChosen || !choice)}
        </What>
      </Cell>
      <Actions {...props} name={name} isChosen={isChosen} />
    </>
  )
}

function sizeInWords(
  item: Item,
  { length }: TorrentFile,
  index: number,
  isWanted: boolean,
): string {
  const bytesHeld = fileBytesHeld(item.view, index)
  if (!isUnderWay(item.screen) || (!isWanted && bytesHeld === 0)) return formatBytes(length)
  const share = bytesHeld === length ? 100 : percentOf(bytesHeld, length)
  return sharing.texts.files.partOf({ share, size: formatBytes(length) })
}

/** What is in it takes the focus, as the pattern of the treegrid has it. */
const Cell = (props: ComponentProps<'span'>) => (
  // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: of a treegrid
  <span role="gridcell" {...props} />
)

interface WhatProps {
  readonly box: ComponentChildren
  readonly badge: ComponentChildren
  readonly name: string
  readonly children: string
}

function What({ box, badge, name, children }: WhatProps) {
  const what = (
    <>
      {box}
      {badge}
      <span class="file-name">
        <bdi title={name}>{name}</bdi>
        <small>{children}</small>
      </span>
    </>
  )
  // biome-ignore lint/a11y/noLabelWithoutControl: the box is in it
  return box ? <label>{what}</label> : <span class="file-label">{what}</span>
}

interface BoxProps {
  readonly label: string
  readonly state: 'on' | 'off' | 'part'
  readonly isFixed: boolean
  readonly isActive: boolean
  readonly onTick: (on: boolean, isRange: boolean) => void
}

/** A tick that is fixed still takes the focus: arrows go through all rows. */
const Box = ({ label, state, isFixed, isActive, onTick }: BoxProps) => (
  <input
    type="checkbox"
    class="chooser"
    aria-label={label}
    checked={state === 'on'}
    indeterminate={state === 'part'}
    aria-disabled={isFixed}
    tabIndex={isActive ? 0 : -1}
    data-stop=""
    onClick={event => {
      // The list says what is ticked; the browser would say it beforehand, also where it is not so.
      if (isFixed) event.preventDefault()
      else onTick(state !== 'on', event.shiftKey)
    }}
  />
)

const Chevron = ({ isOpen }: { isOpen: boolean }) => (
  <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
    <path fill="currentcolor" d={isOpen ? 'M1 3h10L6 9z' : 'M3 1v10l6-5z'} />
  </svg>
)

/** On a phone the word is for those who hear it. */
const ActionIcon = ({ path }: { path: string }) => (
  <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path fill="currentcolor" d={path} />
  </svg>
)

interface ActionsProps extends RowProps {
  readonly row: FileRowData
  readonly name: string
  readonly isChosen: boolean
}

/** Finished files can be had while others are still on their way. */
function Actions(props: ActionsProps) {
  const { page, item, info, choice, name, isActive, isChosen } = props
  const { index } = props.row
  const { screen, view, torrent } = item
  const here = isHere(item, index)
  const tabIndex = isActive ? 0 : -1
  if (here && (screen === 'done' || isUnderWay(screen)))
    return (
      <Cell class="file-actions">
        {safeTypeOf(name) && (
          <Button
            class="quiet"
            tabIndex={tabIndex}
            onClick={() => void openItem(page, item, info, index)}
          >
            <ActionIcon path="M9 2h9v9h-2V5.4l-7.3 7.3-1.4-1.4L14.6 4H9zM2 5h5v2H4v9h9v-3h2v5H2z" />
            <span class="word">{sharing.texts.complete.open}</span>
            <span class="visually-hidden"> {name}</span>
          </Button>
        )}
        <Button
          class="quiet"
          tabIndex={tabIndex}
          onClick={() => void saveItem(page, item, info, [index])}
        >
          <ActionIcon path="M9 2h2v8.2l2.3-2.3 1.4 1.4L10 14 5.3 9.3l1.4-1.4L9 10.2zM3 16h14v2H3z" />
          <span class="word">{sharing.texts.complete.save}</span>
          <span class="visually-hidden"> {name}</span>
        </Button>
      </Cell>
    )
  if (here || !isChosen || choice?.count === 1 || !isUnderWay(screen)) return null
  const priorities = view.filePriorities ?? []
  const isFirst = priorities[index] === FIRST_PRIORITY
  return (
    <Cell class="file-actions">
      <Button
        class={isFirst ? 'first' : 'quiet'}
        aria-pressed={isFirst}
        tabIndex={tabIndex}
        onClick={() =>
          torrent.prioritiseFiles(priorities.with(index, isFirst ? NORMAL : FIRST_PRIORITY))
        }
      >
        <ActionIcon path="M3 2h14v2H3zM10 6l4.7 4.7-1.4 1.4L11 9.8V18H9V9.8l-2.3 2.3-1.4-1.4z" />
        <span class="word">{sharing.texts.files.first}</span>
        <span class="visually-hidden"> {name}</span>
      </Button>
    </Cell>
  )
}
