/** The files of a torrent: found by name, folder and kind, chosen, and taken out one by one. */

import { type Signal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Info } from '../../../../shared/torrent/info.ts'
import type { Torrent } from '../../../host/api.ts'
import { sharing } from '../../../language/sharing.ts'
import { choiceOf, type Picks } from '../../files/choice.ts'
import { finder, isSearching, type Search } from '../../files/search.ts'
import { rowsOf, treeOf } from '../../files/tree.ts'
import type { Page } from '../../page.ts'
import type { Item } from '../../snapshot.ts'
import { FileTable, type Place } from './table.tsx'
import { ChoiceLine, SearchTools } from './tools.tsx'

/** Fewer are seen at a glance: they need no search. */
const MANY = 8
/** More would be a long list: their folders are closed at first. */
const MANY_OPEN = 50

const ALL: Search = { text: '', kind: undefined }

interface ListState {
  readonly search: Signal<Search>
  readonly picks: Picks
  /** Folders that are not as they were at first. */
  readonly turned: Signal<ReadonlySet<string>>
  readonly place: Place
}

/** It outlives the list: an offer becomes a download, and what was found stays in sight, and where it was. */
const lists = new WeakMap<Torrent, ListState>()

function listOf(torrent: Torrent): ListState {
  const known = lists.get(torrent)
  if (known) return known
  const made: ListState = {
    search: signal(ALL),
    picks: signal(undefined),
    turned: signal(new Set()),
    place: { activeKey: signal(undefined), topPx: 0 },
  }
  lists.set(torrent, made)
  return made
}

export function Files({ page, item }: { page: Page; item: Item }) {
  const { info } = item.view
  return info && <FileList page={page} item={item} info={info} />
}

interface FileListProps {
  readonly page: Page
  readonly item: Item
  readonly info: Info
}

function FileList({ page, item, info }: FileListProps) {
  const { search, picks, turned, place } = listOf(item.torrent)
  const isFiltered = isSearching(search.value)
  const found = useMemo(() => finder(info, search.value), [info, search.value])
  const rows = useMemo(() => {
    const areOpen = isFiltered || info.files.length <= MANY_OPEN
    return rowsOf(treeOf(info), found, path => areOpen !== turned.value.has(path))
  }, [info, found, isFiltered, turned.value])
  const foundFiles = useMemo(
    () => (isFiltered ? [...info.files.keys()].filter(found) : undefined),
    [info, found, isFiltered],
  )
  const choice = choiceOf(page, item, picks)
  const turn = (path: string) => {
    const next = new Set(turned.value)
    if (!next.delete(path)) next.add(path)
    turned.value = next
  }
  return (
    <div class="file-list">
      {info.files.length > MANY && (
        <SearchTools
          info={info}
          search={search.value}
          foundCount={foundFiles?.length}
          onSearch={next => {
            search.value = next
            turned.value = new Set()
          }}
        />
      )}
      {choice && (
        <ChoiceLine page={page} item={item} info={info} choice={choice} found={foundFiles} />
      )}
      {rows.length > 0 ? (
        <FileTable {...{ page, item, info, rows, choice, turn, place }} />
      ) : (
        <p class="say">{sharing.texts.files.nothingFound}</p>
      )}
    </div>
  )
}
