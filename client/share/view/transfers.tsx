/** Lists of torrents: those of this tab, and those that earlier tabs left in this browser. */

import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { KeptTorrent } from '../../host/api.ts'
import { formatBytes, formatRate, percent } from '../../language/format.ts'
import { share } from '../../language/share.ts'
import type { Page } from '../page.ts'
import { isUnderWay } from '../screen.ts'
import type { Item } from '../snapshot.ts'
import { Badge, Bar, Button, isPaused } from './parts.tsx'

/** Above a torrent's screen: the way to the others. */
export function Tabs({ page }: { page: Page }) {
  return (
    <nav class="transfers" aria-label={share.texts.transfers.inTabLong}>
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
    <Button
      class="transfer"
      aria-current={current ? 'page' : undefined}
      onClick={() => page.show(item.torrent)}
    >
      <span class="transfer-name">
        <bdi>{item.name}</bdi>
      </span>
      <span class="transfer-state">{stateOf(item)}</span>
    </Button>
  )
}

export function Transfers({ page }: { page: Page }) {
  const { items } = page.snapshot.value
  if (items.length === 0) return null
  return (
    <section class="in-tab" aria-labelledby="in-tab-title">
      <h2 id="in-tab-title">{share.texts.transfers.inTab}</h2>
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
        <Button class="quiet in-tab-name" onClick={() => page.show(torrent)}>
          <bdi>{name}</bdi>
        </Button>
        <p class="hint-line">
          {stateOf(item)}
          {view.downRate > 0 && ` · ↓ ${formatRate(view.downRate)}`}
          {view.upRate > 0 && ` · ↑ ${formatRate(view.upRate)}`}
        </p>
        {isUnderWay(item.screen) && (
          <Bar percent={percent} label={share.texts.transfers.downloaded(name)} />
        )}
      </div>
      <PauseOrResume page={page} item={item} />
    </li>
  )
}

function PauseOrResume({ page, item }: { page: Page; item: Item }) {
  const { screen, name } = item
  const paused = isPaused(item)
  if (screen === 'broken' || page.nothingChosen(item)) return null
  if (!paused && (screen === 'offered' || screen === 'stuck' || screen === 'checking')) return null
  return (
    <Button onClick={() => (paused ? page.start(item) : page.pause(item))}>
      {paused ? share.texts.torrent.resume : share.texts.torrent.pause}
      <span class="visually-hidden"> {name}</span>
    </Button>
  )
}

const stateOf = (item: Item): string => {
  const isPaused = item.view.paused && item.screen !== 'broken'
  const texts = share.texts.transfers
  const word = texts.states[isPaused ? 'paused' : item.screen]
  const state = item.torrent.gossip ? texts.byGossip(word) : word
  return isUnderWay(item.screen) ? texts.soFar({ share: percent(item.percent), state }) : state
}

/** What earlier tabs left in this browser: to go on with, or to delete. */
export function Kept({ page }: { page: Page }) {
  const kept = useSignal<readonly KeptTorrent[]>([])
  const looks = useRef(0)
  const look = async () => {
    const turn = ++looks.current
    const found = await page.session.kept()
    if (turn === looks.current) kept.value = found
  }
  const openNow = page.snapshot.value.items.length
  // A torrent that this tab opens is no longer listed; one that it closes is.
  useEffect(() => void look(), [openNow])
  if (kept.value.length === 0) return null
  const texts = share.texts.transfers
  return (
    <section class="in-tab kept" aria-labelledby="kept-title">
      <h2 id="kept-title">{texts.kept}</h2>
      <ul>
        {kept.value.map(torrent => (
          <li key={torrent.infoHash} class="in-tab-row">
            <Badge name={torrent.name} many={torrent.fileCount > 1} />
            <div class="in-tab-what">
              <bdi class="in-tab-name">{torrent.name}</bdi>
              <p class="hint-line">
                {torrent.fileCount > 1 && `${share.texts.torrent.files(torrent.fileCount)} · `}
                {formatBytes(torrent.length)}
              </p>
            </div>
            <Button class="quiet" onClick={() => askToDelete(page, torrent, look)}>
              {texts.delete}
              <span class="visually-hidden"> {torrent.name}</span>
            </Button>
            <Button onClick={() => void page.openKept(torrent)}>
              {texts.open}
              <span class="visually-hidden"> {torrent.name}</span>
            </Button>
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
  const texts = share.texts.transfers
  page.question.value = {
    title: texts.askToDelete(torrent.name),
    text: texts.deleting,
    no: share.texts.questions.keepHere,
    yes: { label: texts.delete, act: () => void forget() },
  }
}
