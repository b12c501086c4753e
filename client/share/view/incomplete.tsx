/** What the sheet says of a torrent until all of it is here. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { canStayAwake, isPhone } from '../device.ts'
import { formatBytes, formatDuration, formatRate } from '../format.ts'
import type { Page } from '../page.ts'
import { type Shortage, shortageOf } from '../room.ts'
import { somebodyCanGive } from '../screen.ts'
import { bytesOf, type Item, wantedFiles } from '../snapshot.ts'
import { shortageInWords, waitingInWords } from '../words.ts'
import { LazyFiles } from './lazy-files.tsx'
import { AnswerButton, Button, Fact, LargeBar, PauseButton } from './parts.tsx'
import { askToGiveUp } from './questions.tsx'

const KEEP_AWAKE =
  'Keep this page open and the screen on until it is done: a phone that sleeps stops the download.'
const WHEN_HERE = 'Download as soon as it is here'

export function Joining({ page, item }: { page: Page; item: Item }) {
  const { atMs, online } = page.snapshot.value
  const { paused } = item.view
  const opening = item.screen === 'opening'
  const { autoStart } = page
  const isPromised = autoStart.promised.value.has(item.torrent.swarm)
  const willBegin = autoStart.willBegin(item.torrent)
  const mayPromise = !opening && !paused && !item.mine && (isPromised || !willBegin)
  return (
    <>
      <div class="blank" aria-hidden="true" />
      <p class="say">
        {opening
          ? 'Looking up what this browser already holds.'
          : paused
            ? 'Paused before anybody has said what it is.'
            : item.mine
              ? 'This tab no longer has the file. Drop it here again to go on sharing, or wait for somebody who has it.'
              : waitingInWords(item.view, online, willBegin ? 'starts' : 'offers')}
      </p>
      {!opening && !paused && (
        <p class="hint-line">Waiting for {formatDuration(atMs - item.sinceMs)}</p>
      )}
      {isPromised && (
        <p class="hint-line">It downloads by itself then, if it fits into this browser.</p>
      )}
      <div class="row">
        {paused && <PauseButton page={page} item={item} />}
        {mayPromise && (
          <AnswerButton
            class={isPromised ? '' : 'main big'}
            onClick={() => (isPromised ? page.takeBackPromise(item) : page.promise(item))}
          >
            {isPromised ? 'Ask me first' : WHEN_HERE}
          </AnswerButton>
        )}
        <Button onClick={() => void page.remove(item)}>Close</Button>
      </div>
    </>
  )
}

/** The stored pieces are being hashed again. */
export function Checking({ item: { view } }: { item: Item }) {
  const percent = Math.floor(100 * (view.verifying ?? 0))
  return (
    <>
      <LargeBar percent={percent} label="Verified again" />
      <p class="say">
        {percent > 0
          ? 'Verifying every stored piece again. What is damaged is fetched anew.'
          : 'Waiting its turn: one is verified after the other.'}
      </p>
    </>
  )
}

/** The names and sizes are known; nothing is fetched yet. */
export function Offered({ page, item }: { page: Page; item: Item }) {
  const isNothing = page.nothingChosen(item)
  const short = useShortage(page, item)
  const shortage = isNothing ? undefined : short
  const { info } = item.view
  if (!info) return null
  const canStart = somebodyCanGive(item.view)
  const chosen = isNothing ? [] : wantedFiles(item.view)
  return (
    <>
      {shortage && (
        <div class="banner trouble" role="alert">
          <p>{shortageInWords(shortage, info.files.length > 1)}</p>
        </div>
      )}
      <div class="row">
        {shortage?.storage !== 'memory' && (
          <AnswerButton
            class={shortage ? '' : 'main big'}
            disabled={isNothing}
            onClick={() => page.start(item)}
          >
            {shortage ? 'Download anyway' : canStart ? 'Download' : WHEN_HERE}{' '}
            <span class="of">{formatBytes(bytesOf(info, chosen))}</span>
          </AnswerButton>
        )}
        <Button class="quiet" onClick={() => void page.remove(item)}>
          No, thanks
        </Button>
      </div>
      {!shortage && <MemoryOnly item={item} />}
      {info.files.length > 1 && <LazyFiles page={page} item={item} />}
    </>
  )
}

/** What is free changes while the person looks: other tabs, other downloads, files that are left out. */
const LOOK_AGAIN_MS = 2_000

function useShortage(page: Page, { torrent, view }: Item): Shortage | undefined {
  const shortage = useSignal<Shortage | undefined>(undefined)
  useEffect(() => {
    let gone = false
    const look = async () => {
      const found = await shortageOf(torrent, page.session.torrents)
      if (!gone) shortage.value = found
    }
    void look()
    const looking = setInterval(() => void look(), LOOK_AGAIN_MS)
    return () => {
      gone = true
      clearInterval(looking)
    }
  }, [page, torrent, view.bytesWanted, shortage])
  return shortage.value
}

export function Running({ page, item }: { page: Page; item: Item }) {
  const { view, percent, screen } = item
  const { atMs, online } = page.snapshot.value
  const isNothing = page.nothingChosen(item)
  return (
    <>
      <LargeBar percent={percent} label="Downloaded" />
      {screen === 'downloading' && (
        <dl class="stats">
          <Fact name="Time left">
            {view.etaMs === undefined ? '–' : formatDuration(view.etaMs)}
          </Fact>
          <Fact name="↓ Down">{formatRate(view.downRate)}</Fact>
          <Fact name="↑ Up">{formatRate(view.upRate)}</Fact>
          <Fact name="Received">{formatBytes(view.bytesHeld)}</Fact>
        </dl>
      )}
      {screen === 'waiting' && (
        <>
          <p class="say">{waitingInWords(view, online)}</p>
          <p class="hint-line">Waiting for {formatDuration(atMs - item.sinceMs)}</p>
        </>
      )}
      {screen === 'paused' && (
        <p class="say">
          {isNothing
            ? 'No file is chosen, so nothing moves. Choose at least one: then it goes on.'
            : `Paused: nothing moves. ${formatBytes(view.bytesHeld)} is here and verified; it goes on from there.`}
        </p>
      )}
      <MemoryOnly item={item} />
      {screen === 'downloading' && isPhone() && !canStayAwake() && (
        <p class="hint-line">{KEEP_AWAKE}</p>
      )}
      <BegunByItself page={page} item={item} />
      <div class="row">
        {!isNothing && <PauseButton page={page} item={item} />}
        <Button class="quiet" onClick={() => askToGiveUp(page, item)}>
          Give up
        </Button>
      </div>
    </>
  )
}

function BegunByItself({ page, item }: { page: Page; item: Item }) {
  const { autoStart, settings } = page
  if (!autoStart.begun.value.has(item.torrent.swarm) || !settings.autoStart.value) return null
  return (
    <p class="hint-line">
      Started by itself, as this browser is set to do for every link that is opened.{' '}
      <Button class="quiet" onClick={() => settings.setAutoStart(false)}>
        Ask first from now on
      </Button>
    </p>
  )
}

/** The store cannot take any more; or, where there are no names and sizes, they cannot be used. */
export function Stuck({ page, item }: { page: Page; item: Item }) {
  const { trouble, info, heldCount, storage } = item.view
  return (
    <>
      <div class="banner trouble" role="alert">
        <p>
          {trouble ??
            'The browser cannot store any more. Free some space on this disk, then try again.'}
        </p>
      </div>
      {heldCount > 0 && (
        <p class="say">
          {item.percent} % is here and verified. It is kept, and the rest goes on from there.
        </p>
      )}
      <div class="row">
        {info && storage !== 'memory' && (
          <Button class="main" onClick={() => page.start(item)}>
            Try again
          </Button>
        )}
        <Button onClick={() => askToGiveUp(page, item)}>{info ? 'Give up' : 'Close'}</Button>
      </div>
    </>
  )
}

/** Where the browser offers no disk, a warning of what that means. */
export function MemoryOnly({ item }: { item: Item }) {
  if (item.view.storage !== 'memory') return null
  return (
    <p class="hint">
      This browser does not let the page use the disk, so everything stays in memory: it is lost
      when the tab is reloaded, and very large files may not fit. Save it as soon as it is complete.
    </p>
  )
}
