/** All experiments, in the order of the report. */
import type { Experiment } from './experiment.ts'
import { fileSize } from './thesis/file-size.ts'

export const EXPERIMENTS: readonly Experiment[] = [fileSize]
