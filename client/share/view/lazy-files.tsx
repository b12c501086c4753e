import { sharing } from '../../language/sharing.ts'
import { laterWith } from '../later-with.ts'
import type { Page } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { Lazy } from './lazy.tsx'

const loadFiles = laterWith([sharing], async () => (await import('./files/panel.tsx')).Files)

/** Of one file there is no list. */
export const LazyFiles = (props: { page: Page; item: Item }) => (
  <Lazy load={loadFiles} props={props} />
)
