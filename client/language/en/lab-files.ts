/** What is wrong with a file of a topology or scenario, with a value of the form, and with what is to be varied. */
import { FILE_FAULTS } from '../../../shared/base/file-faults.ts'
import { SWEEP_FAULTS } from '../../../shared/experiments/sweep-faults.ts'

const texts = {
  /** `why`: one of the faults. */
  unusable: ({ line, column, why }: { line: number; column: number; why: string }) =>
    `This file cannot be used. Line ${line}, column ${column}: ${why}.`,
  fileFaults: FILE_FAULTS,
  sweepFaults: SWEEP_FAULTS,
}
export default texts
export type LabFilesTexts = typeof texts
