import { useSignal } from '@preact/signals'
import { countOf } from '../../share/format.ts'
import { giveFile } from '../../share/give-file.ts'
import { Button } from '../../share/view/parts.tsx'
import { CopyLink } from '../controls.tsx'
import { formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import { SLOWER } from '../tabs/tabs-setup.ts'
import type { RunResult, Summary, TabsFacts } from '../worker/protocol.ts'
import { MAX_KEPT } from './kept-store.ts'

export function Result({ lab, run }: { lab: Lab; run: LabRun }) {
  const state = run.state.value
  return (
    <section class="chart panel result stack" aria-labelledby="result-title">
      <h3 id="result-title">Result</h3>
      {state.is === 'preparing' && <p class="hint-line">{state.sentence}</p>}
      {state.is === 'running' && (
        <p class="hint-line">
          {run.dilation === undefined ? 'Simulating' : 'Running in tabs'}:{' '}
          {Math.floor(100 * run.progress.value)} %
        </p>
      )}
      {state.is === 'stopped' && <p class="hint-line">Stopped before the end.</p>}
      {state.is === 'failed' && <p class="cannot trouble-line">{state.why}</p>}
      {state.is === 'done' && (
        <>
          <dl class="outcome">
            {factsOf(state.result, run).map(([term, fact]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd class={term.startsWith('Fingerprint') ? 'fingerprint' : ''}>
                  {invalidBecause(state.result) === null ? fact : <s>{fact}</s>}
                </dd>
              </div>
            ))}
          </dl>
          {state.result.inTabs && <InTabs lab={lab} run={run} facts={state.result.inTabs} />}
          {state.result.inTabs && <Simulated run={run} result={state.result} />}
          {state.result.failures.map(failure => (
            <p key={failure} class="cannot trouble-line">
              {failure}
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
  const ratio = makespanMs === null ? 'never' : (makespanMs / plan.bound.makespanMs).toFixed(3)
  const facts: readonly (Fact | undefined)[] = [
    ['Everyone done after', timeOf(makespanMs)],
    ['Times the best possible', ratio],
    ['A peer on average', timeOf(meanMs)],
    typeof rounds === 'number' ? ['Rounds of gossip', String(rounds)] : undefined,
    typeof rmr === 'number' ? ['Redundant for each useful piece', rmr.toFixed(2)] : undefined,
    fingerprint !== undefined ? [`Fingerprint, seed ${seed}`, fingerprint] : undefined,
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
  return (
    <>
      <p>
        {countOf(tabs, 'tab')}, {dilation} times slower than real. Of 100 messages, 99 were at most{' '}
        {lateness.p99Ms.toFixed(1)} ms late.
      </p>
      {invalidBecause !== null && (
        <>
          <p class="cannot trouble-line">This run is invalid. {invalidBecause}</p>
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
    Again, {SLOWER} times slower
  </Button>
)

/** Beside what the tabs took, as on the command line. */
function Simulated({ run, result }: { run: LabRun; result: RunResult }) {
  const simulated = run.simulated.value
  if (simulated === undefined)
    return <p class="hint-line">The simulator runs the same ten times.</p>
  if (simulated === null)
    return <p class="hint-line">In the simulator not everyone finished in all of ten runs.</p>
  const isCompared = invalidBecause(result) === null && result.makespanMs !== null
  const ratio = isCompared ? (result.makespanMs as number) / simulated.mean : undefined
  return (
    <p class="simulated">
      The simulator says {inSeconds(simulated)} s (95 %, ten runs)
      {ratio === undefined ? '.' : `: the tabs took ${ratio.toFixed(3)} times that.`}
    </p>
  )
}

const timeOf = (ms: number | null): string => (ms === null ? 'never' : formatTime(ms))

/** Means over all seeds, with their confidence intervals. */
function Repetitions({ run, summary }: { run: LabRun; summary: Summary | undefined }) {
  const { repetitions } = run.draft
  if (repetitions === 1 || !summary) return null
  const { makespan, ratioToBound } = summary
  return (
    <p class="repetitions">
      {summary.runs < repetitions
        ? `${summary.runs} of ${repetitions} runs so far: `
        : `${repetitions} runs: `}
      {makespan && ratioToBound
        ? `${inSeconds(makespan)} s on average, ${(ratioToBound.mean).toFixed(3)}${plusMinus(ratioToBound.ci95, 1)} times the best possible (95 %).`
        : 'not everyone finished in all of them.'}
    </p>
  )
}

type Mean = NonNullable<Summary['makespan']>

const inSeconds = ({ mean, ci95 }: Mean): string =>
  `${(mean / 1000).toFixed(3)}${plusMinus(ci95, 1000)}`

const plusMinus = (ci95: number | null, unit: number): string =>
  ci95 === null ? '' : ` ± ${(ci95 / unit).toFixed(3)}`

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
  return (
    <>
      <div class="row">
        <CopyLink
          lab={lab}
          label="Link to this run"
          button="Copy link"
          link={() => lab.link(run.draft)}
        />
        <Button onClick={() => lab.attempt(giveResult)}>JSON</Button>
        <Button disabled={isWriting.value} onClick={() => lab.attempt(giveEvents)}>
          {isWriting.value ? 'Writing the log' : 'Events'}
        </Button>
        <Button
          disabled={kept.isFull || kept.has(run)}
          title={kept.isFull ? `${MAX_KEPT} runs are kept already. Drop one first.` : undefined}
          onClick={() => lab.attempt(() => lab.kept.keep(run))}
        >
          {kept.has(run) ? 'Kept' : 'Keep to compare'}
        </Button>
      </div>
      {command && <code class="command">{command}</code>}
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
