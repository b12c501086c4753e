/** All experiments on one page that needs nothing beside it: on a screen, light or dark, and on paper. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXPERIMENTS } from '../../shared/experiments/catalogue.ts'
import { HOLDS_WORDS, type Holds } from '../../shared/experiments/experiment.ts'
import { experimentCommand } from '../../shared/experiments/plan.ts'
import type { DecidedFinding, Summary } from '../../shared/experiments/summary.ts'
import { type Drawing, drawingsOf } from '../chart/drawings.ts'
import { CHART_STYLE, escaped } from '../chart/frame.ts'
import { tableOf } from './table.ts'

const STYLE_PATHS = [
  fileURLToPath(import.meta.resolve('simpledotcss/simple.min.css')),
  join(import.meta.dirname, 'report.css'),
]
const REPORT_STYLE = STYLE_PATHS.map(path => readFileSync(path, 'utf8')).join('\n')
const HOLDS_ORDER: readonly Holds[] = ['yes', 'partly', 'no', 'open']

export function reportOf(summaries: readonly Summary[], version: string): string {
  const findings = summaries.flatMap(summary =>
    summary.findings.map(finding => ({ ...finding, experiment: summary.name })),
  )
  const seeds = summaries[0]?.seeds.length ?? 0
  const where = summaries[0]?.where ?? 'virtual time'
  const names = summaries.map(({ name }) => name)
  const which = names.length === EXPERIMENTS.length ? 'all' : names.join(' ')
  const runs = summaries.reduce((sum, { rows }) => sum + rows.length * seeds, 0)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Swarm experiments</title>
<style>${CHART_STYLE}${REPORT_STYLE}</style>
<body>
<header>
<h1>Swarm experiments</h1>
<p class="lead">${count(summaries.length, 'experiment')}, ${runs.toLocaleString('en')} ${where === 'real tabs' ? 'swarms of real tabs' : 'simulated swarms'}, ${count(seeds, 'seed')} for each point: what two studies of peer-to-peer swarms found, put to the test, and what they could not ask.</p>
<p class="tally">${tally(findings)}</p>
</header>
<main>
<section class="findings">
<h2>What holds</h2>
<table>
<thead><tr><th scope="col">Finding</th><th scope="col">Verdict</th><th scope="col">Because</th></tr></thead>
<tbody>
${findings.map(finding => `<tr><td><small>${escaped(finding.source)}</small><a href="#${finding.experiment}">${escaped(finding.claim)}</a></td><td>${chip(finding.holds)}</td><td>${escaped(finding.words)}</td></tr>`).join('\n')}
</tbody>
</table>
</section>
${summaries.map(section).join('\n')}
</main>
<footer>
<p>Means and 95 % confidence intervals (Student’s t) over the seeds. Comparisons are made seed by seed. A finding holds if the whole interval says so, and in part if it does so for some of the cases it was put to; it is undecided if the intervals leave both open.</p>
<p>tabswarm ${escaped(version)}. Seeds 1 to ${seeds}. ${where === 'real tabs' ? 'Real tabs are a little different each time' : 'The same version and seeds give the same numbers on every machine'}: <code>${experimentCommand(which, seeds, where)}</code></p>
</footer>
</body>
</html>
`
}

function section(summary: Summary): string {
  const { name, title, question, seeds, where, findings } = summary
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
<p>The experiment: <code>${experimentCommand(name, seeds.length, where)}</code></p>
<p>A row of its table:</p>
<pre>${summary.rows.map(({ command }) => escaped(command)).join('\n')}</pre>
</details>
</section>`
}

const card = ({ source, claim, holds, words }: DecidedFinding): string =>
  `<div class="finding ${holds}"><p><small>${escaped(source)}</small> ${escaped(claim)}</p><p>${chip(holds)} ${escaped(words)}</p></div>`

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
