import type { SharingTexts } from './en/sharing.ts'
import { Table } from './table.ts'

export const sharing = new Table<SharingTexts>({
  en: () => import('./en/sharing.ts'),
  el: () => import('./el/sharing.ts'),
  ca: () => import('./ca/sharing.ts'),
  es: () => import('./es/sharing.ts'),
  de: () => import('./de/sharing.ts'),
})
