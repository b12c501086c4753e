/** docs/experiments.md and docs/figures: the latest figures and answers, for who reads the repository. */
import { join } from 'node:path'
import { HOLDS_WORDS } from '../../shared/experiments/experiment.ts'
import type { Summary } from '../../shared/experiments/summary.ts'
import { capital } from '../../shared/experiments/words.ts'
import { drawingsOf } from '../chart/drawings.ts'
import { ROOT } from '../command.ts'
import { figuresOf, write } from './files.ts'

export function writeDocs(summaries: readonly Summary[]): void {
  for (const summary of summaries) {
    for (const [name, svg] of figuresOf(summary)) write(join(ROOT, 'docs', 'figures'), name, svg)
  }
  write(join(ROOT, 'docs'), 'experiments.md', documentOf(summaries))
}

export function documentOf(summaries: readonly Summary[]): string {
  const seeds = summaries[0]?.seeds.length ?? 0
  return `# Experiments

What two studies of swarms found, put to the test in virtual time, and what they could not ask: means of ${seeds} runs with 95 % intervals, beside what no swarm can beat. Written by

\`\`\`
npm run experiment -- all --seeds ${seeds} --docs
\`\`\`

which also writes \`results/report.html\`, all of it on one page with the numbers; \`npm run experiment -- --list\` names the experiments one by one. The same version and seeds give the same numbers on every machine.

${summaries.map(sectionOf).join('\n')}`
}

function sectionOf(summary: Summary): string {
  const { name, title, question, findings } = summary
  const figures = drawingsOf(summary).map(
    ({ file, caption }) => `![${title}: ${caption}](figures/${file})`,
  )
  const answers = findings.map(
    ({ source, claim, holds, words }) =>
      `- ${claim} (${source}) **${capital(HOLDS_WORDS[holds])}.** ${words}`,
  )
  return `## ${title}

${question} \`npm run experiment -- ${name}\`

${answers.join('\n')}

${figures.join('\n\n')}
`
}
