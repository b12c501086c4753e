import type { LabSetupTexts } from './en/lab-setup.ts'
import { Table } from './table.ts'

export const labSetup = new Table<LabSetupTexts>({
  en: () => import('./en/lab-setup.ts'),
  el: () => import('./el/lab-setup.ts'),
  ca: () => import('./ca/lab-setup.ts'),
  es: () => import('./es/lab-setup.ts'),
  de: () => import('./de/lab-setup.ts'),
})
