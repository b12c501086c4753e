import './style/base.css'
import './style/start.css'
import './style/torrent.css'
import './style/here.css'
import './style/files.css'
import './style/details.css'
import './style/gossip.css'
import { render } from 'preact'
import type { Session } from '../host/api.ts'
import { Page } from './page.ts'
import type { Say } from './saying.ts'
import { followTab } from './tab-strip.ts'
import { App, Broken } from './view/app.tsx'
import { keepAwake } from './wake-lock.ts'

/** Draws the page of a session; the tab's title, icon and closing follow it. */
export async function mount(
  root: HTMLElement,
  session: Session,
  page = new Page(session),
): Promise<Page> {
  render(<App page={page} />, root)
  followTab(page)
  keepAwake(page)
  await page.begin()
  return page
}

/** Says why there is no session, instead of a blank page. */
export function mountTrouble(root: HTMLElement, say: Say): void {
  render(<Broken say={say} />, root)
}
