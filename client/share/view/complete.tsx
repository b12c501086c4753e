import { signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { decimal, formatBytes, formatRate } from '../../language/format.ts'
import { share } from '../../language/share.ts'
import { sharing } from '../../language/sharing.ts'
import { isPhone } from '../device.ts'
import { percentOf } from '../format.ts'
import { mayHandOver } from '../hand-over.ts'
import { laterWith } from '../later-with.ts'
import { safeTypeOf } from '../open-file.ts'
import type { Page } from '../page.ts'
import type { Saving } from '../progress.ts'
import { outcomeInWords } from '../receiver-words.ts'
import { isSomebodyDone } from '../receivers.ts'
import { openItem, saveItem } from '../saving.ts'
import { isHurt } from '../screen.ts'
import { bytesOf, type Item, wantedFiles } from '../snapshot.ts'
import { HandOverButton } from './hand-over-button.tsx'
import { MemoryOnly } from './incomplete.tsx'
import { Lazy } from './lazy.tsx'
import { Bar, Button, Fact, PauseButton } from './parts.tsx'
import { askToRemove, askToStop } from './questions.tsx'
import { SendLink } from './send-link.tsx'

const loadLost = laterWith([sharing], async () => (await import('./lost.tsx')).Lost)

/** It was shared from this tab: the link comes first. */
export function Sharing({ page, item }: { page: Page; item: Item }) {
  const hurt = isHurt(item)
  return (
    <>
      {hurt && <Lazy load={loadLost} props={{ page, item }} />}
      <SendLink torrent={item.torrent} />
      <Sent item={item} />
      <Outcome item={item} />
      <div class="row">
        <PauseSharing page={page} item={item} />
        <Button onClick={() => askToStop(page, item)}>{sharing.texts.sharing.stop}</Button>
      </div>
    </>
  )
}

/** Once somebody has all that they want, a tick says so from afar. */
function Outcome({ item }: { item: Item }) {
  const { view, receivers } = item
  const paused = pausedInWords(item)
  const isTold = paused === undefined && !isHurt(item)
  const hasArrived = isTold && view.dependents === 0 && isSomebodyDone(receivers)
  return (
    <p class={hasArrived ? 'say arrived' : 'say'}>
      {hasArrived && <Tick />} {paused ?? (isTold && outcomeInWords(view, receivers))}
    </p>
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
  const texts = sharing.texts.complete
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
        <Tick /> {isPart ? texts.chosen : texts.all}
      </p>
      {view.sources.length > 1 && <p class="hint-line">{texts.cameFrom(view.sources.length)}</p>}
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
            {only ? texts.save : isPart ? texts.saveFiles(all.length) : texts.saveAll}{' '}
            <span class="of">{formatBytes(bytesOf(info, all))}</span>
          </Button>
          {mayOpen && (
            <Button class="big" onClick={() => void openItem(page, item, info, 0)}>
              {texts.open}
            </Button>
          )}
          {!isHandedFirst && handOver}
          {item.saved && (
            <p class="saved" role="status">
              {texts.saved}
            </p>
          )}
        </div>
      )}
      <Sent item={item} />
      <p class="say">{pausedInWords(item) ?? keepsSharing(item)}</p>
      <details class="send-on">
        <summary>{texts.sendOn}</summary>
        <SendLink torrent={torrent} />
      </details>
      <div class="row">
        <PauseSharing page={page} item={item} />
        <Button onClick={() => askToRemove(page, item)}>
          {sharing.texts.sharing.stopAndRemove}
        </Button>
      </div>
    </>
  )
}

function PauseSharing(props: { page: Page; item: Item }) {
  const { pause, resume } = sharing.texts.sharing
  return <PauseButton {...props} pause={pause} resume={resume} />
}

/** Undefined while it shares. */
function pausedInWords({ view: { paused } }: Item): string | undefined {
  const texts = sharing.texts.sharing
  return paused === 'goal' ? texts.pausedAtGoal : paused && texts.paused
}

function keepsSharing({ view: { dependents, links, info } }: Item): string {
  const texts = sharing.texts.sharing
  if (dependents > 0) return texts.goesOnNeeded(dependents)
  const pieces = info?.pieceCount ?? Number.POSITIVE_INFINITY
  if (links.length > 0)
    return links.every(({ heldCount = 0 }) => heldCount >= pieces)
      ? texts.goesOnAllHave
      : texts.goesOnIdle
  return texts.goesOnAlone
}

function Sent({ item: { view } }: { item: Item }) {
  const { uploaded } = view.totals
  const texts = sharing.texts.sharing
  const copies = view.bytesWanted > 0 ? uploaded / view.bytesWanted : 0
  return (
    <dl class="stats">
      <Fact name={texts.here}>{texts.others(view.links.length)}</Fact>
      <Fact name={texts.up}>{formatRate(view.upRate)}</Fact>
      <Fact name={texts.sent}>{formatBytes(uploaded)}</Fact>
      <Fact name={texts.copiesSent}>{decimal(copies)}</Fact>
    </dl>
  )
}

function SavingBar({ saving }: { saving: Saving }) {
  const percent = percentOf(saving.doneBytes, saving.totalBytes)
  const texts = sharing.texts.complete
  return (
    <div class="saving stack">
      <p>{texts.saving(percent)}</p>
      <Bar percent={percent} label={texts.savedBar} />
      <Button onClick={saving.cancel}>{share.texts.page.cancel}</Button>
    </div>
  )
}

const Tick = () => (
  <svg class="tick" viewBox="0 0 24 18" aria-hidden="true">
    <path d="M1 9h4v4H1zM6 13h4v4H6zM11 9h4v4h-4zM15 5h4v4h-4zM19 1h4v4h-4z" />
  </svg>
)
