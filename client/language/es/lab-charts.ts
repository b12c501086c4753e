import type { LabChartsTexts } from '../en/lab-charts.ts'
import texts from '../en/lab-charts.ts'

export default texts satisfies LabChartsTexts
