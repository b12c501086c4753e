/**
 * The list itself, a treegrid (ARIA APG) of rows that are all equally high: only those in sight are drawn.
 * One tab stop leads to it, arrows go on from there.
 */

import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Info } from '../../../../shared/torrent/info.ts'
import { sharing } from '../../../language/sharing.ts'
import type { Choice } from '../../files/choice.ts'
import type { Row } from '../../files/tree.ts'
import type { Page } from '../../page.ts'
import type { Item } from '../../snapshot.ts'
import { FileRow } from './row.tsx'

/** As in files.css. */
const ROW_PX = 64
/** Rows drawn above and below those in sight: a quick finger finds them there. */
const MORE_ROWS = 6
/** A shorter list is drawn whole: the browser's own search finds all of it. */
const WHOLE_ROWS = 60
/** Rows drawn before the height of the box is known. */
const FIRST_ROWS = 12

/** Where the person is in the list. */
export interface Place {
  /** The row that has the tab stop. */
  readonly activeKey: Signal<string | undefined>
  /** How far it is scrolled. */
  topPx: number
}

interface FileTableProps {
  readonly page: Page
  readonly item: Item
  readonly info: Info
  readonly rows: readonly Row[]
  readonly choice: Choice | undefined
  readonly turn: (path: string) => void
  readonly place: Place
}

export function FileTable({ page, item, info, rows, choice, turn, place }: FileTableProps) {
  const { activeKey } = place
  const box = useRef<HTMLDivElement>(null)
  const seen = useSignal({ first: Math.floor(place.topPx / ROW_PX), count: FIRST_ROWS })
  const takesFocus = useRef(false)
  const lastTicked = useRef<number | undefined>(undefined)

  const look = () => {
    const element = box.current
    if (!element) return
    place.topPx = element.scrollTop
    const first = Math.floor(element.scrollTop / ROW_PX)
    const count = Math.ceil(element.clientHeight / ROW_PX) + 1
    const { value } = seen
    if (value.first !== first || value.count !== count) seen.value = { first, count }
  }
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = place.topPx
  }, [place])
  useEffect(() => {
    const element = box.current
    if (!element) return
    const watching = new ResizeObserver(look)
    watching.observe(element)
    return () => watching.disconnect()
  }, [])
  const focusStop = () =>
    box.current?.querySelector<HTMLElement>(STOP)?.focus({ preventScroll: true })
  // At once: a key that is pressed while nothing has the focus is lost.
  useLayoutEffect(() => {
    if (takesFocus.current) focusStop()
    takesFocus.current = false
  })

  /** Asked when it is needed: keys may come faster than the list is drawn. */
  const activeRow = () =>
    Math.max(
      0,
      rows.findIndex(({ key }) => key === activeKey.value),
    )
  const active = activeRow()
  const isWhole = rows.length <= WHOLE_ROWS
  const first = isWhole ? 0 : Math.max(0, seen.value.first - MORE_ROWS)
  const end = isWhole
    ? rows.length
    : Math.min(rows.length, seen.value.first + seen.value.count + MORE_ROWS)
  const drawn = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)
  // It has the tab stop, and perhaps the focus.
  if (active < first) drawn.unshift(active)
  else if (active >= end) drawn.push(active)

  const goTo = (index: number) => {
    const element = box.current
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))]
    if (!element || !row) return
    const top = rows.indexOf(row) * ROW_PX
    const lowest = top + ROW_PX - element.clientHeight
    element.scrollTop = Math.max(lowest, Math.min(top, element.scrollTop))
    activeKey.value = row.key
    look()
    const drawn = element.querySelector<HTMLElement>(
      `[aria-rowindex="${rows.indexOf(row) + 1}"] [data-stop]`,
    )
    drawn?.focus({ preventScroll: true })
    takesFocus.current = !drawn
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const at = activeRow()
    const row = rows[at]
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW_PX) - 1)
    const act = actOf(event, row, { at, page, last: rows.length - 1, rows })
    if (act === undefined) return
    event.preventDefault()
    if (act === 'turn') {
      if (row.kind === 'folder') turn(row.path)
    } else if (act === 'stop') focusStop()
    else if (act === 'next') nextButton(event.target as HTMLElement)?.focus()
    else goTo(act)
  }

  const tick = (index: number, on: boolean, isRange: boolean) => {
    const row = rows[index]
    if (!row || !choice) return
    const from = isRange ? (lastTicked.current ?? index) : index
    const ticked = rows.slice(Math.min(from, index), Math.max(from, index) + 1)
    choice.set(
      ticked.flatMap(each => (each.kind === 'file' ? each.index : each.files)),
      on,
    )
    lastTicked.current = index
  }

  return (
    <div
      ref={box}
      class="files"
      role="treegrid"
      aria-label={sharing.texts.files.title}
      aria-rowcount={rows.length}
      onScroll={look}
      onKeyDown={onKeyDown}
    >
      <div class="files-all" role="presentation" style={{ height: `${rows.length * ROW_PX}px` }}>
        {drawn.map(index => {
          const row = rows[index]
          return (
            row && (
              <FileRow
                key={row.key}
                {...{ page, item, info, row, index, choice }}
                topPx={index * ROW_PX}
                isActive={index === active}
                onActive={() => {
                  activeKey.value = row.key
                }}
                onTurn={() => row.kind === 'folder' && turn(row.path)}
                onTick={(on, isRange) => tick(index, on, isRange)}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

const STOP = '[data-active] [data-stop]'

interface Standing {
  readonly at: number
  readonly page: number
  readonly last: number
  readonly rows: readonly Row[]
}

/** A row to go to, or what to do in this one; undefined: the key is not ours. */
function actOf(
  { key, target }: KeyboardEvent,
  row: Row,
  { at, page, last, rows }: Standing,
): number | 'turn' | 'next' | 'stop' | undefined {
  const isOnStop = (target as HTMLElement).matches('[data-stop]')
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at - 1
    case 'PageDown':
      return at + page
    case 'PageUp':
      return at - page
    case 'Home':
      return 0
    case 'End':
      return last
    case 'ArrowRight':
      return row.kind === 'folder' && !row.isOpen ? 'turn' : 'next'
    case 'ArrowLeft':
      if (!isOnStop) return 'stop'
      if (row.kind === 'folder' && row.isOpen) return 'turn'
      return parentOf(at, rows)
    case 'Enter':
      return row.kind === 'folder' && isOnStop ? 'turn' : undefined
    default:
      return undefined
  }
}

const parentOf = (index: number, rows: readonly Row[]): number | undefined => {
  const level = rows[index]?.level ?? 1
  const parent = rows.findLastIndex((row, i) => i < index && row.level < level)
  return parent === -1 ? undefined : parent
}

/** The next button of the same row. */
function nextButton(from: HTMLElement): HTMLElement | undefined {
  const row = from.closest('[role=row]')
  const stops = [...(row?.querySelectorAll<HTMLElement>('[data-stop], .file-actions button') ?? [])]
  return stops[stops.indexOf(from) + 1]
}
