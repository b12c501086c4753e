import type { LogTexts } from './en/log.ts'
import { Table } from './table.ts'

export const log = new Table<LogTexts>({
  en: () => import('./en/log.ts'),
  el: () => import('./el/log.ts'),
  ca: () => import('./ca/log.ts'),
  es: () => import('./es/log.ts'),
  de: () => import('./de/log.ts'),
})
