/** docs/experiments.md, docs/figures and the table of docs/gossip.md: the latest figures and answers. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOLDS_WORDS } from '../../shared/experiments/experiment.ts'
import type { DecidedFinding, Summary } from '../../shared/experiments/summary.ts'
import { capital, ofRuns } from '../../shared/experiments/words.ts'
import { drawingsOf } from '../chart/drawings.ts'
import { ROOT } from '../command.ts'
import { figuresOf, write } from './files.ts'
import { withGossipTable } from './gossip-table.ts'
import { lastOf, RETIRED } from './last-edition.ts'
import { becauseOf, RULES } from './report.ts'

export function writeDocs(summaries: readonly Summary[]): void {
  const docs = join(ROOT, 'docs')
  for (const summary of summaries) {
    for (const [name, svg] of figuresOf(summary)) write(join(docs, 'figures'), name, svg)
    if (summary.name !== 'gossip-modes') continue
    const gossip = readFileSync(join(docs, 'gossip.md'), 'utf8')
    write(docs, 'gossip.md', withGossipTable(gossip, summary))
  }
  write(docs, 'experiments.md', documentOf(summaries))
}

export function documentOf(summaries: readonly Summary[]): string {
  const seeds = summaries[0]?.asked ?? 0
  return `# Experiments

What two studies of swarms found, put to the test in virtual time, and what they could not ask: means with 95 % intervals (Student’s t over the seeds), beside what no swarm can beat. Written by

\`\`\`
npm run experiment -- all --seeds ${seeds} --docs
\`\`\`

which also writes \`results/report.html\`, all of it on one page with the numbers, and every run as a line of \`results/NAME-runs.csv\`; \`npm run experiment -- --list\` names the experiments one by one. The same version and seeds give the same numbers on every machine.

${RULES}

## All findings

${findingsTable(summaries)}

${summaries.map(sectionOf).join('\n')}`
}

const TABLE_HEAD = ['Finding', 'Verdict', 'Figure', 'n', 'Last edition', 'What changed, and why']

/** Those of the two documents first. */
function findingsTable(summaries: readonly Summary[]): string {
  const all = summaries.flatMap(({ name, findings }) =>
    findings.map(finding => ({ name, ...finding })),
  )
  const isOfDocuments = ({ source }: DecidedFinding): boolean =>
    /^(Thesis|Gossip report)/.test(source)
  const ordered = [...all.filter(isOfDocuments), ...all.filter(one => !isOfDocuments(one))]
  const rows = ordered.map(({ name, source, claim, holds, figure, n }) => {
    const was = lastOf(name, source, claim)
    return [
      `${claim} (${source})`,
      `**${capital(HOLDS_WORDS[holds])}**`,
      figure,
      ofRuns(n).replace('n = ', ''),
      was?.said ?? '',
      capital(was?.why ?? ''),
    ]
  })
  const retired = RETIRED.map(({ claim, source, said, why }) => [
    `${claim} (${source})`,
    'Retired',
    '',
    '',
    said,
    capital(why),
  ])
  return [TABLE_HEAD, TABLE_HEAD.map(() => '---'), ...rows, ...retired]
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function sectionOf(summary: Summary): string {
  const { name, title, question, findings } = summary
  const figures = drawingsOf(summary).map(
    ({ file, caption }) => `![${title}: ${caption}](figures/${file})`,
  )
  const answers = findings.map(
    finding =>
      `- ${finding.claim} (${finding.source}) **${capital(HOLDS_WORDS[finding.holds])}.** ${becauseOf(finding)}`,
  )
  return `## ${title}

${question} \`npm run experiment -- ${name}\`

${answers.join('\n')}

${figures.join('\n\n')}
`
}
