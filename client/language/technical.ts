import type { TechnicalTexts } from './en/technical.ts'
import { Table } from './table.ts'

export const technical = new Table<TechnicalTexts>({
  en: () => import('./en/technical.ts'),
  el: () => import('./el/technical.ts'),
  ca: () => import('./ca/technical.ts'),
  es: () => import('./es/technical.ts'),
  de: () => import('./de/technical.ts'),
})
