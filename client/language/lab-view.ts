import type { LabViewTexts } from './en/lab-view.ts'
import { Table } from './table.ts'

export const labView = new Table<LabViewTexts>({
  en: () => import('./en/lab-view.ts'),
  el: () => import('./el/lab-view.ts'),
  ca: () => import('./ca/lab-view.ts'),
  es: () => import('./es/lab-view.ts'),
  de: () => import('./de/lab-view.ts'),
})
