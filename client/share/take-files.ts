/** Files that a person drops, chooses or pastes: what prepares them is loaded later. */
import { later } from '../host/later.ts'
import type { Dropped } from './dropped.ts'
import type { Page } from './page.ts'

const loadPreparing = later(() => import('./preparing.ts'))

export async function takeFiles(page: Page, given: readonly File[] | Dropped): Promise<void> {
  try {
    const { prepare } = await loadPreparing()
    await prepare(page, given)
  } catch (error) {
    page.complain(error)
  }
}
