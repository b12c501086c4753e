/** A process of the bench: a server or a load, by its first argument. See `PinnedProcess`. */
import { holders } from './holders.ts'
import { load } from './load.ts'
import { server } from './servers.ts'

const ROLES = { server, load, holders }
export type Roles = typeof ROLES

// biome-ignore lint/suspicious/noExplicitAny: each function has an argument of its own
type Functions = Readonly<Record<string, (argument: any) => unknown>>
const functions: Functions = ROLES[process.argv[2] as keyof Roles]

process.on(
  'message',
  async ({ id, name, argument }: { id: number; name: string; argument: unknown }) => {
    try {
      process.send?.({ id, value: await functions[name]?.(argument) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.message : String(error) })
    }
  },
)
// It ends with who started it.
process.on('disconnect', () => process.exit())
