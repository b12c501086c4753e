/** Why something cannot be, as the worker tells it: the page says it in the person's language. */
import type { NotInTabs } from '../../../shared/simulation/scenarios/emulable.ts'

export type Why =
  /** There is no sentence but this: of a file, or of the server. */
  | { readonly english: string }
  | { readonly is: 'only-seeders' | 'too-many-pieces' | 'too-few-places' }
  /** Amounts as in a scenario's file: '256MiB', '20s'. */
  | { readonly is: 'torrent-too-large'; readonly size: string; readonly most: string }
  | { readonly is: 'limit-too-short'; readonly least: string; readonly limit: string }
  | { readonly is: 'last-too-late'; readonly last: string; readonly limit: string }
  | NotInTabs
  | { readonly is: 'log-too-large' | 'out-of-memory' | 'unloaded' | 'tab-left' }
  /** `reason`: for whoever mends it. */
  | { readonly is: 'stopped'; readonly reason: string }
