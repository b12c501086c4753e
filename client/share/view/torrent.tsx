import { useEffect, useRef } from 'preact/hooks'
import { countOf, formatBytes } from '../format.ts'
import type { Page } from '../page.ts'
import { prepareToSave } from '../saving.ts'
import type { Item } from '../snapshot.ts'
import { Complete, Sharing } from './complete.tsx'
import { Details } from './details.tsx'
import { Broken } from './fault.tsx'
import { Badge, Files } from './files.tsx'
import { Lazy } from './lazy.tsx'
import { Checking, Joining, Offered, Stuck } from './offer.tsx'
import { Here } from './peers.tsx'
import { PieceMap } from './piece-map.tsx'
import { Running } from './running.tsx'

const loadGossip = async () => (await import('./gossip/panel.tsx')).GossipPanel

/** One torrent, whatever state it is in: the same sheet, the same people beside it. */
export function TorrentScreen({ page, item }: { page: Page; item: Item }) {
  const article = useRef<HTMLElement>(null)
  useEffect(() => keepFocus(article.current), [item.screen])
  useEffect(prepareToSave, [])
  return (
    <article ref={article} class="torrent" aria-labelledby="name">
      <div class="sheet">
        <Title item={item} />
        <Body page={page} item={item} />
      </div>
      {hasInside(item) && (
        <div class="inside">
          {item.screen !== 'sharing' && <PieceMap view={item.view} />}
          {(item.view.info?.files.length ?? 0) > 1 && <Files page={page} item={item} />}
        </div>
      )}
      <Here item={item} tick={page.snapshot.value.tick} />
      {item.view.gossip && <Lazy load={loadGossip} props={{ page, item }} />}
      <Details page={page} item={item} />
    </article>
  )
}

/** The button just pressed is gone with its screen: the heading takes the focus, not the page's top. */
function keepFocus(article: HTMLElement | null): void {
  if (document.activeElement === document.body)
    article?.querySelector('h1')?.focus({ preventScroll: true })
}

/** An offer lists its files itself; a share of one file has nothing to add. */
function hasInside({ screen, view: { info } }: Item): boolean {
  if (!info || screen === 'offered' || screen === 'checking') return false
  return screen !== 'sharing' || info.files.length > 1
}

function Title({ item }: { item: Item }) {
  const { info } = item.view
  const { gossip } = item.torrent
  const many = (info?.files.length ?? 1) > 1
  return (
    <div class="title">
      <Badge name={item.name} many={many} />
      <div>
        <h1 id="name" class="name" tabIndex={-1}>
          <bdi>{item.name}</bdi>
        </h1>
        <p class="meta">
          {info
            ? `${many ? `${countOf(info.files.length, 'file')} · ` : ''}${formatBytes(info.length)}`
            : 'Size not known yet'}
          {gossip && ` · by gossip (${gossip.mode})`}
        </p>
      </div>
    </div>
  )
}

function Body({ page, item }: { page: Page; item: Item }) {
  switch (item.screen) {
    case 'joining':
    case 'opening':
      return <Joining page={page} item={item} />
    case 'offered':
      return <Offered page={page} item={item} />
    case 'checking':
      return <Checking item={item} />
    case 'waiting':
    case 'downloading':
    case 'paused':
      return <Running page={page} item={item} />
    case 'sharing':
      return <Sharing page={page} item={item} />
    case 'done':
      return <Complete page={page} item={item} />
    case 'stuck':
      return <Stuck page={page} item={item} />
    case 'broken':
      return <Broken item={item} />
    case 'left':
      return <p class="say">This tab has left the swarm. Open the link again to come back.</p>
  }
}
