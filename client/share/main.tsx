import { HostError, type Session } from '../host/api.ts'
import { loadAhead } from '../host/later.ts'
import { createSession } from '../host/session/session.ts'
import { common } from '../language/common.ts'
import { speak } from '../language/language.ts'
import { share } from '../language/share.ts'
import { errorInWords } from './error-words.ts'
import { lanesAllowed } from './lanes-setting.ts'
import { mount, mountTrouble } from './mount.tsx'

declare global {
  interface Window {
    /** For automation, documented: the session that the page shows. */
    tabswarm?: Session
  }
}

const root = document.getElementById('app') as HTMLElement

/** Its own texts could not be loaded, or nothing could. */
const NO_TEXTS = 'The page could not be loaded. Reload it when the server is back.'

// Fetched while the session is made.
const speaking = speak(common, share)

try {
  const [session] = await Promise.all([createSession({ lanes: lanesAllowed() }), speaking])
  window.tabswarm = session
  await mount(root, session)
  loadAhead(session)
} catch (error) {
  console.error(error)
  await speaking.then(
    () =>
      mountTrouble(root, () =>
        error instanceof HostError ? errorInWords(error) : share.texts.page.noStart,
      ),
    () => {
      root.textContent = NO_TEXTS
    },
  )
}
