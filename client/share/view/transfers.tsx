import { formatRate } from '../format.ts'
import type { Page } from '../page.ts'
import type { Screen } from '../screen.ts'
import type { Item } from '../snapshot.ts'
import { Bar } from './bar.tsx'
import { Badge } from './files.tsx'

const IN_A_WORD: Record<Screen, string> = {
  joining: 'looking',
  opening: 'opening',
  checking: 'verifying',
  offered: 'ready',
  paused: 'paused',
  waiting: 'waiting',
  downloading: 'downloading',
  sharing: 'sharing',
  done: 'done',
  stuck: 'stopped',
  left: 'gone',
  broken: 'broken',
}

/** From one torrent to the others, above its own screen. */
export function Tabs({ page }: { page: Page }) {
  return (
    <nav class="transfers" aria-label="Transfers in this tab">
      <ul>
        {page.snapshot.value.items.map(item => (
          <li key={item.torrent.swarm}>
            <Tab page={page} item={item} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Tab({ page, item }: { page: Page; item: Item }) {
  const current = item.torrent.swarm === page.selected.value
  return (
    <button
      type="button"
      class="transfer"
      aria-current={current ? 'page' : undefined}
      onClick={() => page.show(item.torrent)}
    >
      <span class="transfer-name">
        <bdi>{item.name}</bdi>
      </span>
      <span class="transfer-state">{stateOf(item)}</span>
    </button>
  )
}

/** All torrents of the tab, on the start page. */
export function Transfers({ page }: { page: Page }) {
  const { items } = page.snapshot.value
  if (items.length === 0) return null
  return (
    <section class="in-tab" aria-labelledby="in-tab-title">
      <h2 id="in-tab-title">In this tab</h2>
      <ul>
        {items.map(item => (
          <Row key={item.torrent.swarm} page={page} item={item} />
        ))}
      </ul>
    </section>
  )
}

function Row({ page, item }: { page: Page; item: Item }) {
  const { view, torrent, name, percent } = item
  return (
    <li class="in-tab-row">
      <Badge name={name} many={(view.info?.files.length ?? 1) > 1} />
      <div class="in-tab-what">
        <button type="button" class="quiet in-tab-name" onClick={() => page.show(torrent)}>
          <bdi>{name}</bdi>
        </button>
        <p class="since">
          {stateOf(item)}
          {view.downRate > 0 && ` · ↓ ${formatRate(view.downRate)}`}
          {view.upRate > 0 && ` · ↑ ${formatRate(view.upRate)}`}
        </p>
        {isUnderWay(item) && <Bar percent={percent} label={`${name}, downloaded`} />}
      </div>
      <PauseOrResume page={page} item={item} />
    </li>
  )
}

function PauseOrResume({ page, item }: { page: Page; item: Item }) {
  const { screen, view, name } = item
  const isPaused = view.paused !== undefined || screen === 'paused'
  if (screen === 'broken') return null
  if (!isPaused && (screen === 'offered' || screen === 'stuck' || screen === 'checking'))
    return null
  return (
    <button type="button" onClick={() => (isPaused ? page.start(item) : page.pause(item))}>
      {isPaused ? 'Resume' : 'Pause'}
      <span class="visually-hidden"> {name}</span>
    </button>
  )
}

const isUnderWay = ({ screen }: Item): boolean =>
  screen === 'downloading' || screen === 'waiting' || screen === 'paused'

const stateOf = (item: Item): string => {
  const isPaused = item.view.paused && item.screen !== 'broken'
  const word = isPaused ? 'paused' : IN_A_WORD[item.screen]
  const how = item.torrent.gossip ? `${word} by gossip` : word
  return isUnderWay(item) ? `${item.percent} %, ${how}` : how
}
