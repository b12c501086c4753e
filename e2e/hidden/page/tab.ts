/** A tab that takes its commands from the test's server, as nothing automates its browser. */

import { obeyCommands, untilTimersSlow } from '../../../cli/tabs/remote-page.ts'
import type { Session, Torrent } from '../../../client/host/api.ts'
import { createSession } from '../../../client/host/session/session.ts'
import type { Command, Reply } from '../commands.ts'

/** Not in the tab in front of the others: it would share their storage. */
let opened: Promise<Session> | undefined
const theSession = (): Promise<Session> => {
  opened ??= createSession()
  return opened
}

void obeyCommands(execute)

async function execute(command: Command): Promise<Partial<Reply>> {
  const session = await theSession()
  switch (command.do) {
    case 'share':
      return share(session, command.bytes, command.seed)
    case 'fetch':
      return download(session, command.magnet)
    case 'forget':
      for (const torrent of session.torrents) await torrent.remove({ forget: true })
      return {}
    case 'openWindow':
      // Beside the window it comes from: a window that is covered counts as hidden.
      window.open(command.url, '_blank', 'noopener,left=1300,top=500,width=300,height=300')
      return {}
    case 'awaitSlowTimers':
      await untilTimersSlow(command.lateMs)
      return {}
  }
}

async function share(session: Session, bytes: number, seed: number): Promise<Partial<Reply>> {
  const file = new File([noise(bytes, seed)], `noise-${seed}.bin`)
  const torrent = await session.share([{ file, path: [file.name] }])
  await untilSeeding(session, torrent)
  return { magnet: torrent.magnet }
}

async function download(session: Session, magnet: string): Promise<Partial<Reply>> {
  const openedMs = performance.timeOrigin + performance.now()
  const torrent = await session.open(magnet, { wanted: true })
  await untilSeeding(session, torrent)
  const { bytesHeld, storage } = torrent.view
  const [linkedMs, finishedMs] = [timeOf(torrent, 'linked'), timeOf(torrent, 'finished')]
  return {
    bytesHeld,
    storage,
    connectMs: linkedMs - openedMs,
    transferMs: finishedMs - linkedMs,
  }
}

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
