/** Torrents that gossip, with a history: what the chart and the table of a swarm are drawn from. */
import { heldIn } from '../../client/share/held/history.ts'
import type { Page } from '../../client/share/page.ts'
import { randomInt, seededRandom } from '../../shared/base/random.ts'
import type { GossipView } from '../../shared/exchange/view.ts'
import type { LinkView } from '../../shared/peer/view.ts'
import { FakeTorrent } from './fake-session.ts'

/** How long the swarm has been at it, and how often it was looked at. */
const PLAYED_MS = 9_400
const STEP_MS = 200

export const gossipView = (fields: Partial<GossipView> = {}): GossipView => ({
  mode: 'push-pull',
  fidelity: 'informed',
  roundMs: 1_000,
  fanOut: 3,
  round: 10,
  rounds: undefined,
  useful: 4,
  redundant: 1,
  failed: 0,
  sent: 8,
  rmr: 1 / 4,
  controlBytes: 14_210,
  ...fields,
})

/** They come to a tab that was alone, and everybody gets bit by bit what is held by now. */
export function playHistory(page: Page, links: readonly LinkView[]): void {
  const torrent = page.current?.torrent
  if (!(torrent instanceof FakeTorrent)) throw new Error('no torrent is shown')
  const { view } = torrent
  const dice = seededRandom(7)
  const begins = () => 400 + randomInt(dice, 1_800)
  const mine = growth(view.heldCount, view.phase === 'seeding' ? 0 : begins())
  const others = links.map(({ remote, heldCount = 0 }, i) => {
    const held = growth(heldCount, i === 0 && view.phase !== 'seeding' ? 0 : begins())
    return (ms: number) => ({ remote, heldCount: held(ms) })
  })
  const history = heldIn(page, torrent)
  const startMs = Date.now() - PLAYED_MS
  for (let ms = 0; ms < PLAYED_MS; ms += STEP_MS)
    history.note({ ...view, heldCount: mine(ms), links: others.map(at => at(ms)) }, startMs + ms)
  torrent.update({ links })
}

/** 0 pieces until it begins, all of them a while before now; who begins at 0 had them before. */
const growth = (heldNow: number, beginsMs: number) => (ms: number) =>
  beginsMs === 0
    ? heldNow
    : Math.floor(heldNow * Math.min(1, Math.max(0, ms - beginsMs) / (PLAYED_MS - 1_500 - beginsMs)))
