/** Results as lines and as docs/attacks.md. */
import { aligned } from '../aligned.ts'
import type { Result } from './attack.ts'

export const isHeld = ({ figures }: Result): boolean => figures.every(({ held }) => held)

const verdict = (held: boolean): string => (held ? 'held' : 'BROKE')

export function lines(results: readonly Result[]): string[] {
  const rows = results.flatMap(({ name, figures }) =>
    figures.map(({ what, limit, measured, held }) => [
      name,
      what,
      limit,
      measured,
      limit === '' ? '' : verdict(held),
    ]),
  )
  return aligned([['attack', 'what', 'limit', 'figure', ''], ...rows])
}

const BEGIN = '<!-- written by npm run attack -- --write -->'
const HEAD = `| attack | what is done | s | figures, and their limits | |
|---|---|---|---|---|`

/** `text` with the rows of its table renewed that the results are of; all in the order of `names`. */
export function documentOf(
  text: string,
  results: readonly Result[],
  { seconds, names }: { readonly seconds: number; readonly names: readonly string[] },
): string {
  const [head, table = ''] = text.split(BEGIN)
  const written = table.split('\n').map(row => [/^\| ([\w-]+) \| (?!what)/.exec(row)?.[1], row])
  const rows = new Map([
    ...written,
    ...results.map(result => [result.name, rowOf(result, seconds)]),
  ] as [string, string][])
  return `${head}${BEGIN}\n\n${[HEAD, ...names.flatMap(name => rows.get(name) ?? [])].join('\n')}\n`
}

function rowOf(result: Result, seconds: number): string {
  const figures = result.figures.map(
    ({ what, limit, measured }) => `${what}: ${measured}${limit && ` (${limit})`}`,
  )
  const cells = [
    result.name,
    result.about,
    String(seconds),
    figures.join('; '),
    verdict(isHeld(result)),
  ]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
