import { formatBytes, formatDuration, formatRate } from '../format.ts'
import type { Page } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { waitingInWords } from '../words.ts'
import { Bar } from './bar.tsx'
import { MemoryOnly } from './offer.tsx'
import { askToGiveUp } from './questions.ts'
import { Stat } from './stat.tsx'

/** Downloading, waiting for somebody, or paused. */
export function Running({ page, item }: { page: Page; item: Item }) {
  const { view, percent, screen } = item
  const { atMs, online } = page.snapshot.value
  return (
    <>
      <p class="percent">
        <strong>{percent}</strong> %
      </p>
      <Bar percent={percent} label="Downloaded" />
      {screen === 'downloading' && (
        <dl class="stats">
          <Stat name="Time left">
            {view.etaMs === undefined ? '–' : formatDuration(view.etaMs)}
          </Stat>
          <Stat name="↓ Down">{formatRate(view.downRate)}</Stat>
          <Stat name="↑ Up">{formatRate(view.upRate)}</Stat>
          <Stat name="Received">{formatBytes(view.bytesHeld)}</Stat>
        </dl>
      )}
      {screen === 'waiting' && (
        <>
          <p class="say">{waitingInWords(view, online)}</p>
          <p class="since">Waiting for {formatDuration(atMs - item.sinceMs)}</p>
        </>
      )}
      {screen === 'paused' && (
        <p class="say">
          Paused: nothing moves. {formatBytes(view.bytesHeld)} is here and verified; it goes on from
          there.
        </p>
      )}
      <MemoryOnly item={item} />
      <div class="row">
        {screen === 'paused' ? (
          <button type="button" class="main" onClick={() => page.start(item)}>
            Resume
          </button>
        ) : (
          <button type="button" onClick={() => page.pause(item)}>
            Pause
          </button>
        )}
        <button type="button" class="quiet" onClick={() => askToGiveUp(page, item)}>
          Give up
        </button>
      </div>
    </>
  )
}
