/** Files that a person drops, chooses or pastes: what prepares them is loaded later. */
import { sharing } from '../language/sharing.ts'
import type { Dropped } from './dropped.ts'
import { laterWith } from './later-with.ts'
import type { Page } from './page.ts'

const loadPreparing = laterWith([sharing], () => import('./preparing.ts'))

export async function takeFiles(page: Page, given: readonly File[] | Dropped): Promise<void> {
  try {
    const { prepare } = await loadPreparing()
    await prepare(page, given)
  } catch (error) {
    page.complain(error)
  }
}
