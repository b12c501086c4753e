/** The share page on a scripted session: `/?scene=NAME` shows one state. */
import { common } from '../../client/language/common.ts'
import { errors } from '../../client/language/errors.ts'
import { speak } from '../../client/language/language.ts'
import { log } from '../../client/language/log.ts'
import { share } from '../../client/language/share.ts'
import { sharing } from '../../client/language/sharing.ts'
import { technical } from '../../client/language/technical.ts'
import { mount, mountTrouble } from '../../client/share/mount.tsx'
import { Page } from '../../client/share/page.ts'
import { receiversBefore } from '../../client/share/remembered.ts'
import { FakeSession, FakeTorrent } from './fake-session.ts'
import { SCENES } from './scenes.ts'

await speak(common, share, errors, log, sharing, technical)

const root = document.getElementById('app') as HTMLElement
const name = new URLSearchParams(location.search).get('scene') ?? 'start'

if (name === 'broken') {
  mountTrouble(root, () => errors.texts.codes['unsupported-browser'])
} else {
  const scene = SCENES[name]
  if (!scene) throw new Error(`no scene ${name}; there are ${Object.keys(SCENES).join(', ')}`)
  scene.before?.()
  const session = new FakeSession()
  session.online = scene.online ?? true
  session.left = scene.left ?? []
  session.list = (scene.torrents ?? []).map(torrent => new FakeTorrent(session, torrent))
  const first = session.list[0]
  // A tab that had it open before, and was reloaded.
  if (first && scene.receivers)
    receiversBefore.remember([{ swarm: first.swarm, list: [...scene.receivers], forgotten: 0 }])
  const page = await mount(root, session, new Page(session, 0))
  if (first && !scene.unselected) page.show(first)
  await drawn()
  await scene.after?.(page)
  await drawn()
}
/** Signals draw in a later task. */
function drawn(): Promise<void> {
  return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
}

document.body.dataset.ready = 'yes'
