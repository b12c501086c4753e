/** A tab that takes its orders from the test's server, as nothing automates its browser. */
import type { Torrent } from '../../../client/host/api.ts'
import { createSession } from '../../../client/host/session.ts'
import type { Order, Report } from '../orders.ts'

const TIMER_MS = 50

const name = new URL(location.href).searchParams.get('tab')
if (name) void obeyOrders(name)
else document.body.textContent = 'This tab only lies in front of the others.'

async function obeyOrders(name: string): Promise<void> {
  const session = await createSession()
  for (;;) {
    const order: Order = await (await fetch(`/orders?tab=${name}`)).json()
    const outcome = await obey(order).catch(error => ({ error: String(error) }))
    const report: Report = { visibility: document.visibilityState, ...outcome }
    await fetch(`/reports?tab=${name}`, { method: 'POST', body: JSON.stringify(report) })
  }

  async function obey(order: Order): Promise<Partial<Report>> {
    switch (order.do) {
      case 'share':
        return share(order.bytes, order.seed)
      case 'fetch':
        return download(order.magnet)
      case 'forget':
        for (const torrent of session.torrents) await torrent.remove({ forget: true })
        return {}
      case 'openWindow':
        // Beside the window it comes from: a window that is covered counts as hidden.
        window.open(order.url, '_blank', 'noopener,left=1300,top=500,width=300,height=300')
        return {}
      case 'awaitSlowTimers':
        await slowTimers(order.lateMs)
        return {}
    }
  }

  async function share(bytes: number, seed: number): Promise<Partial<Report>> {
    const file = new File([noise(bytes, seed)], `noise-${seed}.bin`)
    const torrent = await session.share([{ file, path: [file.name] }])
    await untilSeeding(torrent)
    return { magnet: torrent.magnet }
  }

  async function download(magnet: string): Promise<Partial<Report>> {
    const openedMs = performance.timeOrigin + performance.now()
    const torrent = await session.open(magnet, { wanted: true })
    await untilSeeding(torrent)
    const { bytesHeld, storage } = torrent.view
    const [linkedMs, finishedMs] = [timeOf(torrent, 'linked'), timeOf(torrent, 'finished')]
    return {
      bytesHeld,
      storage,
      connectMs: linkedMs - openedMs,
      transferMs: finishedMs - linkedMs,
    }
  }

  function untilSeeding(torrent: Torrent): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (torrent.view.phase !== 'seeding') return
        stop()
        resolve()
      }
      const stop = session.subscribe(look)
      look()
    })
  }
}

/** Chromium lets a tab that was just hidden have its way for ten seconds. */
async function slowTimers(lateMs: number): Promise<void> {
  for (let firedMs = 0; firedMs < lateMs; ) {
    const askedMs = performance.now()
    await new Promise(resolve => setTimeout(resolve, TIMER_MS))
    firedMs = performance.now() - askedMs
  }
}

function timeOf(torrent: Torrent, what: 'linked' | 'finished'): number {
  const logged = torrent.log.find(({ event }) => event.event === what)
  if (!logged) throw new Error(`the log does not say when it ${what}`)
  return logged.atMs
}

/** The same bytes for the same seed, no two pieces alike (xorshift32, Marsaglia 2003). */
function noise(bytes: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(bytes / 4))
  let state = seed | 1
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state
  }
  return new Uint8Array(words.buffer, 0, bytes)
}
