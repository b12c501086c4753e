import type { LabViewTexts } from '../en/lab-view.ts'
import texts from '../en/lab-view.ts'

export default texts satisfies LabViewTexts
