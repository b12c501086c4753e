/** Why something cannot be, as the worker tells it: the page says it in the person's language. */
import type { FileFault } from '../../../shared/base/file-faults.ts'
import type { FileError } from '../../../shared/base/json-file.ts'
import type { SweepFault } from '../../../shared/experiments/sweep-faults.ts'
import type { NotInTabs } from '../../../shared/simulation/scenarios/emulable.ts'

export type Why =
  /** There is no sentence but this: of the server, or of another tab. */
  | { readonly english: string }
  | { readonly is: 'only-seeders' | 'too-many-pieces' | 'too-few-places' }
  /** Amounts as in a scenario's file: '256MiB', '20s'. */
  | { readonly is: 'torrent-too-large'; readonly size: string; readonly most: string }
  | { readonly is: 'limit-too-short'; readonly least: string; readonly limit: string }
  | { readonly is: 'last-too-late'; readonly last: string; readonly limit: string }
  /** Of a file that is opened, and where in it. */
  | {
      readonly is: 'bad-file'
      readonly fault: FileFault
      readonly line: number
      readonly column: number
    }
  /** Of the form, or its file. */
  | { readonly is: 'bad-value'; readonly fault: FileFault }
  | { readonly is: 'bad-sweep'; readonly fault: SweepFault; readonly inner: FileFault | undefined }
  | NotInTabs
  | { readonly is: 'log-too-large' | 'out-of-memory' | 'unloaded' | 'tab-left' }
  /** `reason`: for whoever mends it. */
  | { readonly is: 'stopped'; readonly reason: string }

export const badFile = ({ fault, line, column }: FileError): Why => ({
  is: 'bad-file',
  fault,
  line,
  column,
})
