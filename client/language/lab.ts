import type { LabTexts } from './en/lab.ts'
import { Table } from './table.ts'

export const lab = new Table<LabTexts>({
  en: () => import('./en/lab.ts'),
  el: () => import('./el/lab.ts'),
  ca: () => import('./ca/lab.ts'),
  es: () => import('./es/lab.ts'),
  de: () => import('./de/lab.ts'),
})
