import type { LabChartsTexts } from './en/lab-charts.ts'
import { Table } from './table.ts'

export const labCharts = new Table<LabChartsTexts>({
  en: () => import('./en/lab-charts.ts'),
  el: () => import('./el/lab-charts.ts'),
  ca: () => import('./ca/lab-charts.ts'),
  es: () => import('./es/lab-charts.ts'),
  de: () => import('./de/lab-charts.ts'),
})
