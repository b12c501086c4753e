import type { LabTexts } from '../en/lab.ts'
import texts from '../en/lab.ts'

export default texts satisfies LabTexts
