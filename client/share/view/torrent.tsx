import { useEffect, useRef } from 'preact/hooks'
import { errors } from '../../language/errors.ts'
import { formatBytes } from '../../language/format.ts'
import { log } from '../../language/log.ts'
import { share } from '../../language/share.ts'
import { sharing } from '../../language/sharing.ts'
import { technical } from '../../language/technical.ts'
import { laterWith } from '../later-with.ts'
import type { Page } from '../page.ts'
import { bytesOf, type Item } from '../snapshot.ts'
import { Broken } from './fault.tsx'
import { Checking, Joining, Offered, Running, Stuck } from './incomplete.tsx'
import { Lazy, LazyDetails } from './lazy.tsx'
import { LazyFiles } from './lazy-files.tsx'
import { Badge } from './parts.tsx'
import { Here } from './peers.tsx'
import { PieceMap } from './piece-map.tsx'

const loadDetails = laterWith(
  [technical, log, errors],
  async () => (await import('./details/panel.tsx')).DetailsPanel,
)
const loadSharing = laterWith([sharing], async () => (await import('./complete.tsx')).Sharing)
const loadComplete = laterWith([sharing], async () => (await import('./complete.tsx')).Complete)
const loadLeftOut = laterWith([sharing], async () => (await import('./left-out.tsx')).LeftOutLines)
const loadGossip = laterWith(
  [technical],
  async () => (await import('./gossip/panel.tsx')).GossipPanel,
)

export function TorrentScreen({ page, item }: { page: Page; item: Item }) {
  const article = useRef<HTMLElement>(null)
  const { leftOut } = item.view
  useEffect(() => keepFocus(article.current), [item.screen])
  return (
    <article ref={article} class="torrent" aria-labelledby="name">
      <div class="sheet">
        <Title item={item} />
        <Body page={page} item={item} />
        {leftOut.length > 0 && <Lazy load={loadLeftOut} props={{ leftOut }} />}
      </div>
      {hasInside(item) && (
        <div class="inside">
          {item.screen !== 'sharing' && (
            <PieceMap view={item.view} isMoving={item.screen === 'downloading'} />
          )}
          {(item.view.info?.files.length ?? 0) > 1 && <LazyFiles page={page} item={item} />}
        </div>
      )}
      <Here item={item} atMs={page.snapshot.value.atMs} tick={page.snapshot.value.tick} />
      {item.view.gossip && <Lazy load={loadGossip} props={{ page, item }} />}
      <LazyDetails
        title={share.texts.page.details}
        name="details"
        load={loadDetails}
        props={{ item }}
      />
    </article>
  )
}

/** The button that was pressed has gone with its screen: focus moves to the heading. */
function keepFocus(article: HTMLElement | null): void {
  if (document.activeElement === document.body)
    article?.querySelector('h1')?.focus({ preventScroll: true })
}

/**
 * Whether there is a box for the map of pieces and the list of files. An offer lists its files itself: while it
 * is being opened there is no list, which would go, with the focus that is in it, as soon as the offer is there.
 */
function hasInside({ screen, view: { info } }: Item): boolean {
  if (!info || screen === 'opening' || screen === 'offered' || screen === 'checking') return false
  return screen !== 'sharing' || info.files.length > 1
}

function Title({ item }: { item: Item }) {
  const { info } = item.view
  const { gossip } = item.torrent
  const texts = share.texts.torrent
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
            ? `${many ? `${texts.files(info.files.length)} · ` : ''}${formatBytes(bytesOf(info))}`
            : sizeInLink(item.torrent.length)}
          {gossip && ` · ${texts.byGossip(gossip.mode)}`}
        </p>
      </div>
    </div>
  )
}

/** Before anybody who has it is there: the word of whoever made the link. */
const sizeInLink = (length: number | undefined): string =>
  length === undefined
    ? share.texts.torrent.sizeUnknown
    : share.texts.torrent.sizeInLink(formatBytes(length))

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
      return <Lazy load={loadSharing} props={{ page, item }} />
    case 'done':
      return <Lazy load={loadComplete} props={{ page, item }} />
    case 'stuck':
      return <Stuck page={page} item={item} />
    case 'broken':
      return <Broken item={item} />
    case 'left':
      return <p class="say">{share.texts.torrent.left}</p>
  }
}
