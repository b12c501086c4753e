import { useSignal } from '@preact/signals'
import { decimal, number, percent } from '../../language/format.ts'
import { labCharts } from '../../language/lab-charts.ts'
import { labView } from '../../language/lab-view.ts'
import { giveFile } from '../../share/give-file.ts'
import { Button, Said } from '../../share/view/parts.tsx'
import { Command, CopyLink } from '../controls.tsx'
import { failureInWords } from '../failure-words.ts'
import { formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import { type LabRun, stepInWords } from '../lab-run.ts'
import { invalidInWords } from '../tabs/invalid-words.ts'
import { SLOWER } from '../tabs/tabs-setup.ts'
import { whyInWords } from '../why-words.ts'
import type { RunResult, Summary, TabsFacts } from '../worker/protocol.ts'
import { withInterval } from './chart-words.ts'
import { MAX_KEPT } from './kept-store.ts'

export function Result({ lab, run }: { lab: Lab; run: LabRun }) {
  const state = run.state.value
  const texts = labCharts.texts.result
  const share = percent(Math.floor(100 * run.progress.value))
  return (
    <section class="chart panel result stack" aria-labelledby="result-title">
      <h3 id="result-title">{texts.title}</h3>
      {state.is === 'preparing' && <p class="hint-line">{stepInWords(state.step)}</p>}
      {state.is === 'running' && (
        <p class="hint-line">
          {run.dilation === undefined ? texts.simulating(share) : texts.running(share)}
        </p>
      )}
      {state.is === 'stopped' && <p class="hint-line">{labView.texts.network.stopped}</p>}
      {state.is === 'failed' && (
        <p class="cannot trouble-line">
          <Said what={whyInWords(state.why)} />
        </p>
      )}
      {state.is === 'done' && (
        <>
          <dl class="outcome">
            {factsOf(state.result, run).map(([term, fact]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd class={fact === state.result.fingerprint ? 'fingerprint' : ''}>
                  {invalidBecause(state.result) === null ? fact : <s>{fact}</s>}
                </dd>
              </div>
            ))}
          </dl>
          {state.result.inTabs && <InTabs lab={lab} run={run} facts={state.result.inTabs} />}
          {state.result.inTabs && <Simulated run={run} result={state.result} />}
          {state.result.failures.map(failure => (
            <p key={failure} class="cannot trouble-line">
              <Said what={failureInWords(failure)} />
            </p>
          ))}
          {run.dilation === undefined && <Repetitions run={run} summary={run.summary.value} />}
          <Keep lab={lab} run={run} />
        </>
      )}
    </section>
  )
}

type Fact = readonly [term: string, fact: string]

function factsOf(result: RunResult, { plan }: LabRun): readonly Fact[] {
  const { makespanMs, meanMs, rounds, rmr, fingerprint, seed } = result
  const texts = labCharts.texts.result
  const ratio = makespanMs === null ? texts.never : decimal(makespanMs / plan.bound.makespanMs, 3)
  const facts: readonly (Fact | undefined)[] = [
    [texts.doneAfter, timeOf(makespanMs)],
    [texts.timesBest, ratio],
    [texts.averagePeer, timeOf(meanMs)],
    typeof rounds === 'number' ? [texts.rounds, number(rounds)] : undefined,
    typeof rmr === 'number' ? [texts.redundant, decimal(rmr, 2)] : undefined,
    fingerprint !== undefined ? [texts.fingerprint(seed), fingerprint] : undefined,
  ]
  return facts.filter(fact => fact !== undefined)
}

const invalidBecause = ({ inTabs }: RunResult): string | null => inTabs?.invalidBecause ?? null

interface InTabsProps {
  readonly lab: Lab
  readonly run: LabRun
  readonly facts: TabsFacts
}

function InTabs({ lab, run, facts }: InTabsProps) {
  const { tabs, dilation, invalidBecause, lateness } = facts
  const texts = labCharts.texts.result
  return (
    <>
      <p>{texts.inTabs({ tabs, dilation, lateMs: decimal(lateness.p99Ms) })}</p>
      {invalidBecause !== null && (
        <>
          <p class="cannot trouble-line">
            {texts.invalid} <Said what={invalidInWords(invalidBecause, lateness)} />
          </p>
          <Slower lab={lab} run={run} />
        </>
      )}
    </>
  )
}

export const Slower = ({ lab, run }: { lab: Lab; run: LabRun }) => (
  <Button
    class="slower"
    onClick={() => {
      lab.tabs.slowDown(run.dilation ?? 1)
      lab.start()
    }}
  >
    {labView.texts.network.again(SLOWER)}
  </Button>
)

/** Beside what the tabs took, as on the command line. */
function Simulated({ run, result }: { run: LabRun; result: RunResult }) {
  const simulated = run.simulated.value
  const texts = labCharts.texts.result
  if (simulated === undefined) return <p class="hint-line">{texts.simulates}</p>
  if (simulated === null) return <p class="hint-line">{texts.notAllSimulated}</p>
  const isCompared = invalidBecause(result) === null && result.makespanMs !== null
  const ratio = isCompared ? (result.makespanMs as number) / simulated.mean : undefined
  const seconds = inSeconds(simulated)
  return (
    <p class="simulated">
      {ratio === undefined
        ? texts.simulated(seconds)
        : texts.compared({ seconds, times: decimal(ratio, 3) })}
    </p>
  )
}

const timeOf = (ms: number | null): string =>
  ms === null ? labCharts.texts.result.never : formatTime(ms)

/** Means over all seeds, with their confidence intervals. */
function Repetitions({ run, summary }: { run: LabRun; summary: Summary | undefined }) {
  const { repetitions } = run.draft
  if (repetitions === 1 || !summary) return null
  return <p class="repetitions">{repeatedInWords(summary, repetitions)}</p>
}

function repeatedInWords({ runs, makespan, ratioToBound }: Summary, all: number): string {
  const texts = labCharts.texts.result
  if (!makespan || !ratioToBound)
    return runs < all ? texts.runsUnfinishedSoFar({ runs, all }) : texts.runsUnfinished(all)
  const said = { runs, seconds: inSeconds(makespan), times: withInterval(ratioToBound) }
  return runs < all ? texts.runsSoFar({ ...said, all }) : texts.runs(said)
}

type Mean = NonNullable<Summary['makespan']>

const inSeconds = ({ mean, ci95 }: Mean): string =>
  withInterval({ mean: mean / 1000, ci95: ci95 === null ? null : ci95 / 1000 })

function Keep({ lab, run }: { lab: Lab; run: LabRun }) {
  const isWriting = useSignal(false)
  const { name } = run.plan
  const giveResult = async () => {
    const repeat = { link: await lab.link(run.draft), command: lab.command(run.draft) ?? null }
    giveFile(resultFile(run, repeat), `${name}.json`)
  }
  const giveEvents = async () => {
    isWriting.value = true
    try {
      giveFile(await run.events(), `${name}.ndjson`)
    } finally {
      isWriting.value = false
    }
  }
  const command = run.dilation === undefined ? lab.command(run.draft) : undefined
  const { kept } = lab
  const texts = labCharts.texts.result
  return (
    <>
      <div class="row">
        <CopyLink lab={lab} label={texts.link} link={() => lab.link(run.draft)} />
        <Button onClick={() => lab.attempt(giveResult)}>JSON</Button>
        <Button disabled={isWriting.value} onClick={() => lab.attempt(giveEvents)}>
          {isWriting.value ? texts.writing : texts.events}
        </Button>
        <Button
          disabled={kept.isFull || kept.has(run)}
          title={kept.isFull ? texts.isFull(MAX_KEPT) : undefined}
          onClick={() => lab.attempt(() => lab.kept.keep(run))}
        >
          {kept.has(run) ? texts.kept : texts.keep}
        </Button>
      </div>
      <Command text={command} />
    </>
  )
}

function resultFile(run: LabRun, repeat: { link: string; command: string | null }): Blob {
  const result = {
    scenario: run.plan.name,
    document: run.draft.document,
    bound: run.plan.bound,
    runs: run.results.value,
    summary: run.summary.value ?? null,
    repeat,
  }
  return new Blob([JSON.stringify(result, null, 2), '\n'], { type: 'application/json' })
}
