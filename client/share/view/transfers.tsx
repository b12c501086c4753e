import type { Page } from '../page.ts'
import type { Screen } from '../screen.ts'
import type { Item } from '../snapshot.ts'

const IN_A_WORD: Record<Screen, string> = {
  joining: 'looking',
  opening: 'opening',
  offered: 'ready',
  paused: 'paused',
  waiting: 'waiting',
  downloading: 'downloading',
  sharing: 'sharing',
  done: 'done',
  stuck: 'stopped',
  left: 'gone',
}

export function Transfers({ page }: { page: Page }) {
  return (
    <nav class="transfers" aria-label="Transfers in this tab">
      <ul>
        {page.snapshot.value.items.map(item => (
          <li key={item.torrent.infoHash}>
            <Transfer page={page} item={item} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Transfer({ page, item }: { page: Page; item: Item }) {
  const current = item.torrent.infoHash === page.selected.value
  const running = item.screen === 'downloading' || item.screen === 'waiting'
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
      <span class="transfer-state">
        {running ? `${item.percent} %, ` : ''}
        {IN_A_WORD[item.screen]}
      </span>
    </button>
  )
}
