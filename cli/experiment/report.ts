/** All experiments on one page that needs nothing beside it: on a screen, light or dark, and on paper. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXPERIMENTS } from '../../shared/experiments/catalogue.ts'
import { HOLDS_WORDS, type Holds } from '../../shared/experiments/experiment.ts'
import { experimentCommand } from '../../shared/experiments/plan.ts'
import type { DecidedFinding, Summary } from '../../shared/experiments/summary.ts'
import { ofRuns } from '../../shared/experiments/words.ts'
import { type Drawing, drawingsOf } from '../chart/drawings.ts'
import { CHART_STYLE, escaped } from '../chart/frame.ts'
import { tableOf } from './table.ts'

const STYLE_PATHS = [
  fileURLToPath(import.meta.resolve('simpledotcss/simple.min.css')),
  join(import.meta.dirname, 'report.css'),
]
const REPORT_STYLE = STYLE_PATHS.map(path => readFileSync(path, 'utf8')).join('\n')
const HOLDS_ORDER: readonly Holds[] = ['yes', 'partly', 'no', 'open']

/** How verdicts are come by, for the report and the document. */
export const RULES =
  'A finding holds if chance does not explain what was measured in any case that it was put to, and in part if that is so in some of the cases; it is undecided if chance may explain all. All cases of a verdict together are held to an error rate of 5 % (Holm 1979). Where a line is claimed, the F test of lack of fit compares how far the means lie off it with how far the runs lie off their means; means that are near the line, and farther off than by chance, hold it in part. n is the number of runs that a number is of, the fewest and the most if they differ. The same seeds are compared, which narrows little: runs with one seed soon part.'

export function reportOf(summaries: readonly Summary[], version: string): string {
  const findings = summaries.flatMap(summary =>
    summary.findings.map(finding => ({ ...finding, experiment: summary.name })),
  )
  const seeds = summaries[0]?.asked ?? 0
  const where = summaries[0]?.where ?? 'virtual time'
  const names = summaries.map(({ name }) => name)
  const which = names.length === EXPERIMENTS.length ? 'all' : names.join(' ')
  const runs = summaries.reduce((sum, { rows, seeds }) => sum + rows.length * seeds.length, 0)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Swarm experiments</title>
<style>${CHART_STYLE}${REPORT_STYLE}</style>
<body>
<header>
<h1>Swarm experiments</h1>
<p class="lead">${count(summaries.length, 'experiment')}, ${runs.toLocaleString('en')} ${where === 'real tabs' ? 'swarms of real tabs' : 'simulated swarms'}, ${count(seeds, 'seed')} or more for each point: what two studies of peer-to-peer swarms found, put to the test, and what they could not ask.</p>
<p class="tally">${tally(findings)}</p>
</header>
<main>
<section class="findings">
<h2>What holds</h2>
<table>
<thead><tr><th scope="col">Finding</th><th scope="col">Verdict</th><th scope="col">Because</th></tr></thead>
<tbody>
${findings.map(finding => `<tr><td><small>${escaped(finding.source)}</small><a href="#${finding.experiment}">${escaped(finding.claim)}</a></td><td>${chip(finding.holds)}</td><td>${escaped(becauseOf(finding))}</td></tr>`).join('\n')}
</tbody>
</table>
</section>
${summaries.map(section).join('\n')}
</main>
<footer>
<p>Means and 95 % confidence intervals (Student’s t) over the seeds. Comparisons are made seed by seed. ${RULES}</p>
<p>tabswarm ${escaped(version)}. Seeds 1 to ${seeds}, or as many more as a chart says. ${where === 'real tabs' ? 'Real tabs are a little different each time' : 'The same version and seeds give the same numbers on every machine'}: <code>${experimentCommand(which, seeds, where)}</code></p>
</footer>
</body>
</html>
`
}

function section(summary: Summary): string {
  const { name, title, question, asked, where, findings } = summary
  return `<section class="experiment" id="${name}">
<h2>${escaped(title)}</h2>
<p class="lead">${escaped(question)}</p>
${findings.map(card).join('\n')}
<div class="figures">
${drawingsOf(summary).map(figure).join('\n')}
</div>
${table(summary)}
<details>
<summary>Repeat it</summary>
<p>The experiment: <code>${experimentCommand(name, asked, where)}</code></p>
<p>A row of its table:</p>
<pre>${summary.rows.map(({ command }) => escaped(command)).join('\n')}</pre>
</details>
</section>`
}

function card(finding: DecidedFinding): string {
  const { source, claim, holds } = finding
  return `<div class="finding ${holds}"><p><small>${escaped(source)}</small> ${escaped(claim)}</p><p>${chip(holds)} ${escaped(becauseOf(finding))}</p></div>`
}

/** With how many runs it is of, and what the model leaves out. */
export const becauseOf = ({ words, n, caution }: DecidedFinding): string =>
  `${words} (${ofRuns(n)})${caution ? ` ${caution}` : ''}`

const figure = ({ svg, caption }: Drawing): string =>
  `<figure>${svg}<figcaption>${escaped(caption)}</figcaption></figure>`

function table(summary: Summary): string {
  const { head, rows } = tableOf(summary)
  const th = head.map(cell => `<th scope="col">${escaped(cell)}</th>`).join('')
  const tr = rows.map(
    cells => `<tr>${cells.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  )
  return `<div class="numbers" tabindex="0" role="region" aria-label="Numbers of ${escaped(summary.title)}"><table><thead><tr>${th}</tr></thead><tbody>${tr.join('')}</tbody></table></div>`
}

const chip = (holds: Holds): string => `<span class="chip ${holds}">${HOLDS_WORDS[holds]}</span>`

function tally(findings: readonly DecidedFinding[]): string {
  return HOLDS_ORDER.flatMap(holds => {
    const found = findings.filter(finding => finding.holds === holds).length
    return found > 0
      ? [`<span class="chip ${holds}"><b>${found}</b> ${TALLY_WORDS[holds]}</span>`]
      : []
  }).join(' ')
}

const TALLY_WORDS: { readonly [Name in Holds]: string } = {
  yes: 'hold',
  partly: 'in part',
  no: 'do not hold',
  open: 'undecided',
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`
