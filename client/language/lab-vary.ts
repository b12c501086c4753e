import type { LabVaryTexts } from './en/lab-vary.ts'
import { Table } from './table.ts'

export const labVary = new Table<LabVaryTexts>({
  en: () => import('./en/lab-vary.ts'),
  el: () => import('./el/lab-vary.ts'),
  ca: () => import('./ca/lab-vary.ts'),
  es: () => import('./es/lab-vary.ts'),
  de: () => import('./de/lab-vary.ts'),
})
