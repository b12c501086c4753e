import type { LabToursTexts } from './en/lab-tours.ts'
import { Table } from './table.ts'

export const labTours = new Table<LabToursTexts>({
  en: () => import('./en/lab-tours.ts'),
  el: () => import('./el/lab-tours.ts'),
  ca: () => import('./ca/lab-tours.ts'),
  es: () => import('./es/lab-tours.ts'),
  de: () => import('./de/lab-tours.ts'),
})
