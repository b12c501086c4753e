import type { ShareTexts } from './en/share.ts'
import { Table } from './table.ts'

export const share = new Table<ShareTexts>({
  en: () => import('./en/share.ts'),
  el: () => import('./el/share.ts'),
  ca: () => import('./ca/share.ts'),
  es: () => import('./es/share.ts'),
  de: () => import('./de/share.ts'),
})
