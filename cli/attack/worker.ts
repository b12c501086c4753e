/** A child process of an attack's run: who attacks, who swallows, or who is honest, by its first argument. */
import { attacker } from './server/attacker.ts'
import { honest } from './server/honest.ts'
import { sink } from './server/sink.ts'

// biome-ignore lint/suspicious/noExplicitAny: each function has an argument of its own
type Functions = Readonly<Record<string, (argument: any) => unknown>>

const ROLES: Readonly<Record<string, Functions>> = { attacker, honest, sink }
const functions = ROLES[process.argv[2] ?? ''] as Functions

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
