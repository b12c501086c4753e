import { formatBytes, formatDuration } from '../format.ts'
import type { Page } from '../page.ts'
import { bytesOf, wantedFiles } from '../sizes.ts'
import type { Item } from '../snapshot.ts'
import { waitingInWords } from '../words.ts'
import { Bar } from './bar.tsx'
import { Files } from './files.tsx'
import { askToGiveUp } from './questions.ts'

/** Only the link is known so far. */
export function Joining({ page, item }: { page: Page; item: Item }) {
  const { atMs, online } = page.snapshot.value
  const { paused } = item.view
  const opening = item.screen === 'opening'
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
              : waitingInWords(item.view, online)}
      </p>
      {!opening && !paused && (
        <p class="since">Waiting for {formatDuration(atMs - item.sinceMs)}</p>
      )}
      <div class="row">
        {paused && (
          <button type="button" class="main" onClick={() => page.start(item)}>
            Resume
          </button>
        )}
        <button type="button" onClick={() => void page.remove(item)}>
          Close
        </button>
      </div>
    </>
  )
}

/** What is stored is hashed anew. */
export function Checking({ item: { view } }: { item: Item }) {
  const percent = Math.floor(100 * (view.verifying ?? 0))
  return (
    <>
      <p class="percent">
        <strong>{percent}</strong> %
      </p>
      <Bar percent={percent} label="Verified again" />
      <p class="say">
        {percent > 0
          ? 'Verifying every stored piece again. What is damaged is fetched anew.'
          : 'Waiting its turn: torrents are verified one after the other.'}
      </p>
    </>
  )
}

/** Everything is known, nothing is fetched. */
export function Offered({ page, item }: { page: Page; item: Item }) {
  const { info } = item.view
  if (!info) return null
  return (
    <>
      <div class="row">
        <button type="button" class="main big" onClick={() => page.start(item)}>
          Download <span class="of">{formatBytes(bytesOf(info, wantedFiles(item.view)))}</span>
        </button>
        <button type="button" class="quiet" onClick={() => void page.remove(item)}>
          No, thanks
        </button>
      </div>
      <AutoStart page={page} />
      <MemoryOnly item={item} />
      {info.files.length > 1 && <Files page={page} item={item} />}
    </>
  )
}

function AutoStart({ page }: { page: Page }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={page.settings.autoStart.value}
        onChange={event => page.settings.setAutoStart(event.currentTarget.checked)}
      />
      Start downloads by themselves from now on
    </label>
  )
}

/** The store does not take any more. */
export function Stuck({ page, item }: { page: Page; item: Item }) {
  return (
    <>
      <div class="banner trouble" role="alert">
        <p>
          {item.view.trouble ??
            'The browser cannot store any more. Free some space on this disk, then try again.'}
        </p>
      </div>
      <p class="say">
        {item.percent} % is here and verified. It is kept, and the rest goes on from there.
      </p>
      <div class="row">
        <button type="button" class="main" onClick={() => page.start(item)}>
          Try again
        </button>
        <button type="button" onClick={() => askToGiveUp(page, item)}>
          Give up
        </button>
      </div>
    </>
  )
}

/** Where the browser lends no disk, say what that means before it hurts. */
export function MemoryOnly({ item }: { item: Item }) {
  if (item.view.storage !== 'memory') return null
  return (
    <p class="hint">
      This browser does not let the page use the disk, so everything stays in memory: it is lost
      when the tab is reloaded, and very large files may not fit. Save it as soon as it is complete.
    </p>
  )
}
