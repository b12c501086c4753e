/** A tab that the test calls by its server, as nothing automates its browser. */
import { answerCalls, untilTimersSlow } from '../../../cli/tabs/remote-page.ts'
import type { Session, Torrent } from '../../../client/host/api.ts'
import { createSession } from '../../../client/host/session/session.ts'

/** Not in the tab in front of the others: it would share their storage. */
let opened: Promise<Session> | undefined
const theSession = (): Promise<Session> => {
  opened ??= createSession()
  return opened
}

const api = {
  async share(bytes: number, seed: number): Promise<string> {
    const file = new File([noise(bytes, seed)], `noise-${seed}.bin`)
    const session = await theSession()
    const torrent = await session.share([{ file, path: [file.name] }])
    await untilSeeding(session, torrent)
    return torrent.magnet
  },

  async fetch(magnet: string) {
    const session = await theSession()
    const torrent = await session.open(magnet, { wanted: true })
    await untilSeeding(session, torrent)
    const { bytesHeld, storage } = torrent.view
    /** From the connection to the last piece on the disk. */
    const transferMs = timeOf(torrent, 'finished') - timeOf(torrent, 'linked')
    return { bytesHeld, storage, transferMs }
  },

  async forget(): Promise<void> {
    const { torrents } = await theSession()
    for (const torrent of torrents) await torrent.remove({ forget: true })
  },

  /** Beside the window it comes from: a window that is covered counts as hidden. */
  openWindow(url: string): void {
    window.open(url, '_blank', 'noopener,left=1300,top=500,width=300,height=300')
  },

  untilTimersSlow,
}

export type HiddenPage = typeof api
void answerCalls(api)

function untilSeeding(session: Session, torrent: Torrent): Promise<void> {
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
