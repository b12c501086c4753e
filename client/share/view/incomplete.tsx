/** What the sheet says of a torrent until all of it is here. */

import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { formatBytes, formatDuration, formatRate } from '../../language/format.ts'
import { share } from '../../language/share.ts'
import { canStayAwake, isPhone } from '../device.ts'
import { troubleInWords } from '../error-words.ts'
import type { Page } from '../page.ts'
import { type Shortage, shortageOf } from '../room.ts'
import { somebodyCanGive } from '../screen.ts'
import { bytesOf, type Item, wantedFiles } from '../snapshot.ts'
import { shortageInWords, waitingInWords } from '../words.ts'
import { LazyFiles } from './lazy-files.tsx'
import { AnswerButton, Button, Fact, LargeBar, PauseButton, Said } from './parts.tsx'
import { askToGiveUp } from './questions.tsx'

export function Joining({ page, item }: { page: Page; item: Item }) {
  const { atMs, online } = page.snapshot.value
  const { paused } = item.view
  const opening = item.screen === 'opening'
  const { autoStart } = page
  const isPromised = autoStart.promised.value.has(item.torrent.swarm)
  const willBegin = autoStart.willBegin(item.torrent)
  const texts = share.texts.download
  const mayPromise = !opening && !paused && !item.mine && (isPromised || !willBegin)
  return (
    <>
      <div class="blank" aria-hidden="true" />
      <p class="say">
        {opening ? (
          texts.lookingUp
        ) : paused ? (
          texts.pausedUnknown
        ) : item.mine ? (
          texts.noLongerHere
        ) : (
          <Said what={waitingInWords(item.view, online, willBegin ? 'starts' : 'offers')} />
        )}
      </p>
      {!opening && !paused && <WaitedFor ms={atMs - item.sinceMs} />}
      {isPromised && <p class="hint-line">{texts.promised}</p>}
      <div class="row">
        {paused && <PauseButton page={page} item={item} />}
        {mayPromise && (
          <AnswerButton
            class={isPromised ? '' : 'main big'}
            onClick={() => (isPromised ? page.takeBackPromise(item) : page.promise(item))}
          >
            {isPromised ? texts.askFirst : texts.whenHere}
          </AnswerButton>
        )}
        <Button onClick={() => void page.remove(item)}>{share.texts.page.close}</Button>
      </div>
    </>
  )
}

/** The stored pieces are being hashed again. */
/** Its line is there from the beginning: what is below must not move when the first second is over. */
function WaitedFor({ ms }: { ms: number }) {
  return (
    <p class="hint-line">
      {ms < 1000 ? '\u00a0' : share.texts.download.waitingFor(formatDuration(ms))}
    </p>
  )
}

export function Checking({ item: { view } }: { item: Item }) {
  const percent = Math.floor(100 * (view.verifying ?? 0))
  const texts = share.texts.download
  return (
    <>
      <LargeBar percent={percent} label={texts.verifiedAgain} />
      <p class="say">{percent > 0 ? texts.verifying : texts.verifyingLater}</p>
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
  const texts = share.texts.download
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
            {shortage ? texts.anyway : canStart ? texts.download : texts.whenHere}{' '}
            <span class="of">{formatBytes(bytesOf(info, chosen))}</span>
          </AnswerButton>
        )}
        <Button class="quiet" onClick={() => void page.remove(item)}>
          {texts.no}
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
  const texts = share.texts.download
  return (
    <>
      <LargeBar percent={percent} label={texts.bar} />
      {screen === 'downloading' && (
        <dl class="stats">
          <Fact name={texts.timeLeft}>
            {view.etaMs === undefined ? '–' : formatDuration(view.etaMs)}
          </Fact>
          <Fact name={texts.down}>{formatRate(view.downRate)}</Fact>
          <Fact name={texts.up}>{formatRate(view.upRate)}</Fact>
          <Fact name={texts.received}>{formatBytes(view.bytesHeld)}</Fact>
        </dl>
      )}
      {screen === 'waiting' && (
        <>
          <p class="say">
            <Said what={waitingInWords(view, online)} />
          </p>
          <WaitedFor ms={atMs - item.sinceMs} />
        </>
      )}
      {screen === 'paused' && (
        <p class="say">
          {isNothing ? texts.nothingChosen : texts.paused(formatBytes(view.bytesHeld))}
        </p>
      )}
      <MemoryOnly item={item} />
      {screen === 'downloading' && isPhone() && !canStayAwake() && (
        <p class="hint-line">{texts.keepAwake}</p>
      )}
      <BegunByItself page={page} item={item} />
      <div class="row">
        {!isNothing && <PauseButton page={page} item={item} />}
        <Button class="quiet" onClick={() => askToGiveUp(page, item)}>
          {texts.giveUp}
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
      {share.texts.download.begunByItself}{' '}
      <Button class="quiet" onClick={() => settings.setAutoStart(false)}>
        {share.texts.download.askFromNow}
      </Button>
    </p>
  )
}

/** The store cannot take any more; or, where there are no names and sizes, they cannot be used. */
export function Stuck({ page, item }: { page: Page; item: Item }) {
  const { trouble, info, heldCount, storage } = item.view
  const texts = share.texts.download
  return (
    <>
      <div class="banner trouble" role="alert">
        <p>
          <Said what={trouble === undefined ? texts.noRoom : troubleInWords(trouble)} />
        </p>
      </div>
      {heldCount > 0 && <p class="say">{texts.partKept(item.percent)}</p>}
      <div class="row">
        {info && storage !== 'memory' && (
          <Button class="main" onClick={() => page.start(item)}>
            {share.texts.page.tryAgain}
          </Button>
        )}
        <Button onClick={() => askToGiveUp(page, item)}>
          {info ? texts.giveUp : share.texts.page.close}
        </Button>
      </div>
    </>
  )
}

/** Where the browser offers no disk, a warning of what that means. */
export function MemoryOnly({ item }: { item: Item }) {
  if (item.view.storage !== 'memory') return null
  return <p class="hint">{share.texts.download.memoryOnly}</p>
}
