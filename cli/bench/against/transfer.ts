/** `bench transfer --against`: the share pages of two revisions, each served by its own server. */
import type { Context } from '../../command.ts'
import type { Against } from '../options.ts'
import { oursSide } from '../ours.ts'
import { makeContent, type Side } from '../side.ts'
import { measureThroughput, say } from '../transfer.ts'
import { type Comparison, compare, comparisonTable, type Measure } from './pairs.ts'
import { checkOut, OURS, type Revision, serve } from './revision.ts'

export async function compareTransfer(
  bytes: number,
  { revision, pairs }: Against,
  context: Context,
) {
  const { cleanup, signal } = context
  const other = checkOut(revision)
  const content = await makeContent(bytes)
  cleanup.add(() => content.dispose())
  const open = async (revision: Revision): Promise<Side> => {
    const server = await serve(revision, signal)
    cleanup.add(() => server.close())
    return oursSide(server.origin)
  }
  const sides = [await open(OURS), await open(other)] as const
  const throughput = (name: string, leechers: number): Measure<Side> => ({
    name,
    unit: 'MB/s',
    async take(side) {
      signal.throwIfAborted()
      return (await measureThroughput(side, content, leechers, cleanup)).value
    },
  })
  const measures = [throughput('one to one', 1), throughput('one to four', 4)]
  return concluded(await compare(measures, sides, pairs, say), revision)
}

export function concluded(comparisons: readonly Comparison[], against: string) {
  const ok = comparisons.every(({ isNoSlower }) => isNoSlower)
  return { result: { ok, against, comparisons }, table: comparisonTable(comparisons, against) }
}
