import { later } from '../../host/later.ts'
import type { Page } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { Lazy } from './lazy.tsx'

const loadFiles = later(async () => (await import('./files/panel.tsx')).Files)

/** Of one file there is no list. */
export const LazyFiles = (props: { page: Page; item: Item }) => (
  <Lazy load={loadFiles} props={props} />
)
