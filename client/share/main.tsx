import { HostError, type Session } from '../host/api.ts'
import { loadAhead } from '../host/later.ts'
import { createSession } from '../host/session/session.ts'
import { lanesAllowed } from './lanes-setting.ts'
import { mount, mountTrouble } from './mount.tsx'

declare global {
  interface Window {
    /** For automation, documented: the session that the page shows. */
    tabswarm?: Session
  }
}

const root = document.getElementById('app') as HTMLElement

try {
  const session = await createSession({ lanes: lanesAllowed() })
  window.tabswarm = session
  await mount(root, session)
  loadAhead(session)
} catch (error) {
  console.error(error)
  mountTrouble(
    root,
    error instanceof HostError
      ? error.message
      : 'The page could not start. Reload it; if that does not help, open the link in another browser.',
  )
}
