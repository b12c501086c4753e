/** A whole download in twenty seconds, for looking at what moves. */

import { Bitfield } from '../../shared/base/bitfield.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { type FakeSession, FakeTorrent } from './fake-session.ts'
import { FILM, linkOf, viewOf } from './scenes.ts'

const STEP_MS = 100
const STEPS = 200

export function play(session: FakeSession): void {
  const torrent = new FakeTorrent(session, {
    view: viewOf(undefined, { phase: 'joining' }),
    linkName: FILM.name,
  })
  session.list = [torrent]
  location.hash = torrent.magnet
  const dice = seededRandom(1)
  const links = [1, 0.6, 0.2].map(share =>
    linkOf({ heldCount: Math.round(share * FILM.pieceCount) }, dice),
  )
  const held = new Bitfield(FILM.pieceCount)
  let step = -20
  const timer = setInterval(() => {
    step++
    if (step === -10) torrent.update({ info: FILM, phase: 'idle', links })
    if (step === 0) torrent.start()
    if (step <= 0 || torrent.view.phase !== 'downloading') return
    const due = Math.floor((step / STEPS) * FILM.pieceCount)
    while (held.count < due) held.add(Math.floor(dice() * FILM.pieceCount))
    const bytesHeld = Math.min(FILM.length, held.count * FILM.pieceLength)
    torrent.update({
      held: held.bytes.slice(),
      heldCount: held.count,
      bytesHeld,
      bytesLeft: FILM.length - bytesHeld,
      downRate: 3e6 + dice() * 4e5,
      upRate: 8e5,
      etaMs: (STEPS - step) * STEP_MS,
      links: links.map((link, i) => ({ ...link, downRate: i < 2 ? 1.5e6 : 0, upRate: i * 4e5 })),
    })
    if (!held.isFull) return
    torrent.update({ phase: 'seeding', downRate: 0, etaMs: undefined, dependents: 2 })
    clearInterval(timer)
  }, STEP_MS)
}
