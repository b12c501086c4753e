import './style/base.css'
import './style/start.css'
import './style/torrent.css'
import './style/send.css'
import './style/here.css'
import './style/files.css'
import './style/details.css'
import './style/gossip.css'
import { render } from 'preact'
import type { Session } from '../host/api.ts'
import { Page } from './page.ts'
import { followTab } from './tab-strip.ts'
import { App, Broken } from './view/app.tsx'

/** Draw the page on a session, and let the tab's title, icon and closing follow it. */
export async function mount(
  root: HTMLElement,
  session: Session,
  page = new Page(session),
): Promise<Page> {
  render(<App page={page} />, root)
  followTab(page)
  await page.begin()
  return page
}

/** There is no session: say why, instead of a blank page. */
export function mountTrouble(root: HTMLElement, sentence: string): void {
  render(<Broken sentence={sentence} />, root)
}
