/** What the browser's tab strip shows of a transfer, its title and icon, and the question before the tab closes. */
import { effect } from '@preact/signals'
import { percent } from '../language/format.ts'
import { language } from '../language/language.ts'
import { share } from '../language/share.ts'
import { paced } from './paced.ts'
import type { Page } from './page.ts'
import { countDone } from './receivers.ts'
import { isUnderWay, reasonToStay, somebodyCanGive } from './screen.ts'
import type { Item } from './snapshot.ts'

const NAME = 'tabswarm'

/** The icon is a 4 x 4 map of pieces. */
const ICON_PIECES = 16
const HAVE = '#0a8a72'
const MOVE = '#e89a00'
const MISSING = '#8fa39d'

/** Between two titles or icons: redrawing the tab strip costs the browser more than drawing the page. */
const TAB_STRIP_MS = 2000

export function followTab(page: Page): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  const ownIcon = icon?.href
  const show = (item: Item | undefined) => {
    setIfNew(document, 'title', titleOf(item))
    if (icon) setIfNew(icon, 'href', (item && iconOf(item)) ?? ownIcon ?? '')
  }
  const showSoon = paced(show, () => TAB_STRIP_MS)
  let shown: Item | undefined
  let spoken = language.peek()
  effect(() => {
    const item =
      page.current ?? page.snapshot.value.items.find(({ screen }) => screen === 'downloading')
    const isOther = item?.torrent !== shown?.torrent || item?.screen !== shown?.screen
    if (isOther || language.value !== spoken) show(item)
    shown = item
    spoken = language.value
    // Also after `show`: a call that is still pending must not bring back an older item.
    showSoon(item)
  })
  window.addEventListener('beforeunload', event => {
    if (mustAsk(page)) event.preventDefault()
  })
}

function titleOf(item: Item | undefined): string {
  return item ? `${itemInTitle(item)} – ${NAME}` : NAME
}

function itemInTitle(item: Item): string {
  const { title } = share.texts
  const { name, screen } = item
  switch (screen) {
    case 'downloading':
    case 'checking':
      return `${percent(item.percent)} ${name}`
    case 'waiting':
    case 'paused':
      return title[screen]({ share: item.percent, name })
    case 'joining':
      return title.joining(name)
    case 'offered':
      return isReady(item) ? title.ready(name) : name
    case 'done':
      return `✓ ${name}`
    case 'sharing':
      return `${hasArrived(item) ? '✓' : '↑'} ${name}`
    case 'stuck':
      return `! ${name}`
    default:
      return name
  }
}

function mustAsk(page: Page): boolean {
  if (page.preparing.value || page.saving.value) return true
  // Asked of the session: a hidden tab's last snapshot may be a second old.
  return page.session.torrents.some(({ view }) => reasonToStay(view) !== undefined)
}

/** A click begins it at once: whoever waited for it is called. */
const isReady = ({ screen, view }: Item): boolean => screen === 'offered' && somebodyCanGive(view)

/** Somebody has it, and nobody who is here needs it still. */
function hasArrived({ screen, view, receivers }: Item): boolean {
  if (screen === 'done') return true
  const { everything, chosen } = countDone(receivers)
  return screen === 'sharing' && view.dependents === 0 && everything + chosen > 0
}

function iconOf(item: Item): string | undefined {
  const { screen, percent } = item
  if (hasArrived(item)) return ARRIVED
  if (isReady(item)) return READY
  if (!isUnderWay(screen)) return undefined
  const full = Math.floor((percent / 100) * ICON_PIECES)
  let squares = ''
  for (let i = 0; i < ICON_PIECES; i++) {
    const colour = i < full ? HAVE : i === full && screen === 'downloading' ? MOVE : MISSING
    // Filled from the bottom up.
    const [x, y] = [(i % 4) * 4, 12 - Math.floor(i / 4) * 4]
    squares += `<path fill="${colour}" d="M${x}.3 ${y}.3h3.4v3.4h-3.4z"/>`
  }
  return iconWith(squares)
}

function iconWith(paths: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${paths}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** An arrow that points to the person. */
const READY = iconWith(`<path fill="${MOVE}" d="M6 0h4v7h4.5L8 13.5 1.5 7H6zM1 14h14v2H1z"/>`)

/** A tick of pieces. */
const ARRIVED = iconWith(
  `<path fill="${HAVE}" d="M0 7h3.4v3.4H0zM3.4 10.4h3.4v3.4H3.4zM6.8 7h3.4v3.4H6.8zM9.4 4h3.4v3.4H9.4zM12.4 1H16v3.4h-3.6z"/>`,
)

/** Browsers redraw their tab strip even when the same title or icon is written again. */
function setIfNew<Key extends string>(on: Record<Key, string>, key: Key, value: string): void {
  if (on[key] !== value) on[key] = value
}
