import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { KeptTorrent } from '../../host/api.ts'
import { countOf, formatBytes } from '../format.ts'
import type { Page } from '../page.ts'
import { Badge } from './files.tsx'

/** What earlier tabs left in this browser: to go on with, or to free the space. */
export function Kept({ page }: { page: Page }) {
  const kept = useSignal<readonly KeptTorrent[]>([])
  const looks = useRef(0)
  const look = async () => {
    const turn = ++looks.current
    const found = await page.session.kept()
    if (turn === looks.current) kept.value = found
  }
  const openNow = page.snapshot.value.items.length
  // Opened here it is no longer left behind, and closed here it is.
  useEffect(() => void look(), [openNow])
  if (kept.value.length === 0) return null
  return (
    <section class="in-tab kept" aria-labelledby="kept-title">
      <h2 id="kept-title">Kept in this browser</h2>
      <ul>
        {kept.value.map(torrent => (
          <li key={torrent.infoHash} class="in-tab-row">
            <Badge name={torrent.name} many={torrent.fileCount > 1} />
            <div class="in-tab-what">
              <bdi class="in-tab-name">{torrent.name}</bdi>
              <p class="since">
                {torrent.fileCount > 1 && `${countOf(torrent.fileCount, 'file')} · `}
                {formatBytes(torrent.length)}
              </p>
            </div>
            <button type="button" class="quiet" onClick={() => askToDelete(page, torrent, look)}>
              Delete<span class="visually-hidden"> {torrent.name}</span>
            </button>
            <button type="button" onClick={() => void page.openKept(torrent)}>
              Open<span class="visually-hidden"> {torrent.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function askToDelete(page: Page, torrent: KeptTorrent, look: () => Promise<void>): void {
  const forget = async () => {
    try {
      await torrent.forget()
    } catch (error) {
      page.complain(error)
    }
    await look()
  }
  page.question.value = {
    title: `Delete ${torrent.name}?`,
    text: 'This frees the space it takes in this browser. What was saved elsewhere stays.',
    no: 'Keep it here',
    yes: { label: 'Delete', act: () => void forget() },
  }
}
