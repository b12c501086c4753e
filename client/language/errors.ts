import type { ErrorsTexts } from './en/errors.ts'
import { Table } from './table.ts'

export const errors = new Table<ErrorsTexts>({
  en: () => import('./en/errors.ts'),
  el: () => import('./el/errors.ts'),
  ca: () => import('./ca/errors.ts'),
  es: () => import('./es/errors.ts'),
  de: () => import('./de/errors.ts'),
})
