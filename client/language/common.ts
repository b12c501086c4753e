import type { CommonTexts } from './en/common.ts'
import { Table } from './table.ts'

export const common = new Table<CommonTexts>({
  en: () => import('./en/common.ts'),
  el: () => import('./el/common.ts'),
  ca: () => import('./ca/common.ts'),
  es: () => import('./es/common.ts'),
  de: () => import('./de/common.ts'),
})
