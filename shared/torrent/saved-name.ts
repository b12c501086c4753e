/** Names to save under: what Windows, macOS, Linux and the file pickers of Chromium all take. */
import { distinctPaths } from './distinct-paths.ts'
import { cut, safeName } from './file-name.ts'

/** In UTF-8 bytes: Chromium writes beside the file first, to a name with `.99.crswap` behind it. */
const MAX_SAVED_BYTES = 240

/** Windows takes none of these in a name; Chromium neither, on any system. */
const PUNCTUATION = /["*:?|<>/\\]/g
/** Chromium refuses every character of format, the joiners of emoji among them. */
const FORMAT = /\p{Cf}/gu
/** Chromium's list, longer than that of Windows: `IsReservedNameOnWindows`. */
const RESERVED = /^(?:com0|lpt0|clock\$)(?:\.|$)|^(?:desktop\.ini|thumbs\.db)$/i
/** What the Windows shell follows: `IsShellIntegratedExtension`. */
const SHELL_ENDING = /\.(?:lnk|scf|url|\{.*\})$/i

/** Any text -> a name to save under; one that is good stays as it is. */
export function savedName(text: string): string {
  let name = text
  // Each turn shortens it or is the last; what is taken out may bring together what is to go next.
  for (let before: string | undefined; name !== before; ) {
    before = name
    const plain = safeName(name).replace(FORMAT, '').replace(PUNCTUATION, '_').trimStart()
    name = safeName(cut(plain, MAX_SAVED_BYTES))
  }
  if (RESERVED.test(name)) return `_${name}`
  return SHELL_ENDING.test(name) ? `${cut(name, MAX_SAVED_BYTES - 1)}_` : name
}

/** The same paths to save under, each its own. */
export const savedPaths = (paths: readonly (readonly string[])[]): string[][] =>
  distinctPaths(paths.map(path => path.map(savedName)))
