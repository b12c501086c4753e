import { signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { later } from '../../host/later.ts'
import { isPhone } from '../device.ts'
import { countOf, formatBytes, formatRate, percentOf } from '../format.ts'
import { mayHandOver } from '../hand-over.ts'
import { safeTypeOf } from '../open-file.ts'
import type { Page } from '../page.ts'
import type { Saving } from '../progress.ts'
import { outcomeInWords } from '../receiver-words.ts'
import { openItem, saveItem } from '../saving.ts'
import { isHurt } from '../screen.ts'
import { bytesOf, type Item, wantedFiles } from '../snapshot.ts'
import { HandOverButton } from './hand-over-button.tsx'
import { MemoryOnly } from './incomplete.tsx'
import { Lazy } from './lazy.tsx'
import { Bar, Button, Fact, PauseButton } from './parts.tsx'
import { askToRemove, askToStop } from './questions.tsx'
import { SendLink } from './send-link.tsx'

const loadLost = later(async () => (await import('./lost.tsx')).Lost)

/** It was shared from this tab: the link comes first. */
export function Sharing({ page, item }: { page: Page; item: Item }) {
  const hurt = isHurt(item)
  return (
    <>
      {hurt && <Lazy load={loadLost} props={{ page, item }} />}
      <SendLink torrent={item.torrent} />
      <Sent item={item} />
      <p class="say">
        {pausedInWords(item) ?? (!hurt && outcomeInWords(item.view, item.receivers))}
      </p>
      <div class="row">
        <PauseSharing page={page} item={item} />
        <Button onClick={() => askToStop(page, item)}>Stop sharing</Button>
      </div>
    </>
  )
}

/** It was downloaded, and all of it is here. */
export function Complete({ page, item }: { page: Page; item: Item }) {
  const { view, torrent } = item
  const { info } = view
  const saving = page.saving.value
  const all = wantedFiles(view)
  const mayBeHanded = useMemo(
    () => info !== undefined && mayHandOver(info, all),
    [info, all.length],
  )
  const ready = useMemo(() => signal<readonly File[] | undefined>(undefined), [info, all.join()])
  if (!info) return null
  const isPart = all.length < info.files.length
  const only = info.files.length === 1 ? info.files[0] : undefined
  // Before a ZIP, which a phone can do little with.
  const isHandedFirst = mayBeHanded && isPhone()
  const handOver = mayBeHanded && (
    <HandOverButton
      {...{ page, item, info, ready }}
      files={all}
      class={isHandedFirst ? 'main big' : 'big'}
    />
  )
  const mayOpen = only !== undefined && safeTypeOf(only.path.at(-1) ?? '') !== undefined
  return (
    <>
      <p class="complete">
        <Tick /> {isPart ? 'All you chose is here' : 'Complete'}. Every piece verified.
      </p>
      {view.sources.length > 1 && (
        <p class="hint-line">
          It came from {countOf(view.sources.length, 'other')}, each giving a part.
        </p>
      )}
      <MemoryOnly item={item} />
      {saving?.swarm === torrent.swarm ? (
        <SavingBar saving={saving} />
      ) : (
        <div class="row">
          {isHandedFirst && handOver}
          <Button
            class={isHandedFirst ? 'big' : 'main big'}
            disabled={saving !== undefined}
            onClick={() => void saveItem(page, item, info, all)}
          >
            {only ? 'Save' : isPart ? `Save ${countOf(all.length, 'file')}` : 'Save all'}{' '}
            <span class="of">{formatBytes(bytesOf(info, all))}</span>
          </Button>
          {mayOpen && (
            <Button class="big" onClick={() => void openItem(page, item, info, 0)}>
              Open
            </Button>
          )}
          {!isHandedFirst && handOver}
          {item.saved && (
            <p class="saved" role="status">
              Saved.
            </p>
          )}
        </div>
      )}
      <Sent item={item} />
      <p class="say">{pausedInWords(item) ?? keepsSharing(item)}</p>
      <details class="send-on">
        <summary>Send the link on</summary>
        <SendLink torrent={torrent} />
      </details>
      <div class="row">
        <PauseSharing page={page} item={item} />
        <Button onClick={() => askToRemove(page, item)}>Stop sharing and remove</Button>
      </div>
    </>
  )
}

const PauseSharing = (props: { page: Page; item: Item }) => (
  <PauseButton {...props} pause="Pause sharing" resume="Share again" />
)

/** Undefined while it shares. */
function pausedInWords({ view: { paused } }: Item): string | undefined {
  if (paused === 'goal')
    return 'It has shared as much as you set, and has stopped. Nobody gets it from here now.'
  return paused && 'Sharing is paused: nobody gets it from here until you share again.'
}

function keepsSharing({ view: { dependents, links, info } }: Item): string {
  if (dependents > 0)
    return `This tab keeps sharing. ${countOf(dependents, 'other still needs', 'others still need')} it: leave it open if you can.`
  const pieces = info?.pieceCount ?? Number.POSITIVE_INFINITY
  if (links.length > 0)
    return links.every(({ heldCount = 0 }) => heldCount >= pieces)
      ? 'This tab keeps sharing. Everybody here has all of it.'
      : 'This tab keeps sharing. Nobody here needs more of it right now.'
  return 'This tab keeps sharing while it is open. Nobody needs it right now.'
}

function Sent({ item: { view } }: { item: Item }) {
  const { uploaded } = view.totals
  const copies = view.bytesWanted > 0 ? uploaded / view.bytesWanted : 0
  return (
    <dl class="stats">
      <Fact name="Here">{countOf(view.links.length, 'other', 'others')}</Fact>
      <Fact name="↑ Up">{formatRate(view.upRate)}</Fact>
      <Fact name="Sent">{formatBytes(uploaded)}</Fact>
      <Fact name="Copies sent">{copies.toFixed(1)}</Fact>
    </dl>
  )
}

function SavingBar({ saving }: { saving: Saving }) {
  const percent = percentOf(saving.doneBytes, saving.totalBytes)
  return (
    <div class="saving stack">
      <p>Saving: {percent} %</p>
      <Bar percent={percent} label="Saved" />
      <Button onClick={saving.cancel}>Cancel</Button>
    </div>
  )
}

const Tick = () => (
  <svg class="tick" viewBox="0 0 24 18" aria-hidden="true">
    <path d="M1 9h4v4H1zM6 13h4v4H6zM11 9h4v4h-4zM15 5h4v4h-4zM19 1h4v4h-4z" />
  </svg>
)
