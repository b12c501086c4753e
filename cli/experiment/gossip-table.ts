/** The table of docs/gossip.md: the report's swarm in every mode and reading, from the experiment's numbers. */
import type { Cell, Summary } from '../../shared/experiments/summary.ts'
import { amount } from '../../shared/experiments/words.ts'

const BEGIN = '<!-- written by npm run experiment -- all --docs -->'
const END = '<!-- end -->'

/** The document with its table renewed; its marks stay. */
export function withGossipTable(document: string, summary: Summary): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)]
  if (from < 0 || to < from)
    throw new Error(`docs/gossip.md lacks "${BEGIN}" and "${END}" around its table: put them back.`)
  return `${document.slice(0, from)}${BEGIN}\n\n${gossipTable(summary)}\n\n${document.slice(to)}`
}

function gossipTable({ rows, measures, seeds }: Summary): string {
  const shown = measures.filter(({ name }) => !name.startsWith('Half'))
  const head = ['', ...shown.map(({ name, unit }) => `${name}${unit && `,${unit}`}`), 'n']
  const lines = [...new Set(rows.map(({ x }) => x))].flatMap(x =>
    rows
      .filter(row => row.x === x)
      .map(({ line, cells }) => {
        const own = shown.map(measure => cells[measures.indexOf(measure)] as Cell)
        const isEndless = own[0]?.estimate === null
        const numbers = own.map(({ estimate }, i) =>
          i === 0 && isEndless
            ? 'never'
            : i === 1 && isEndless
              ? `${amount(estimate)} in two minutes, and without end`
              : estimate === null
                ? ''
                : amount(estimate),
        )
        return [`${x} ${line}`, ...numbers, String(seeds.length)]
      }),
  )
  return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}
