import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { countOf } from '../../share/format.ts'
import { giveFile } from '../../share/give-file.ts'
import { copyText } from '../../share/view/link-tools.tsx'
import { MAX_KEPT } from '../keep/kept-runs.ts'
import { resultFile } from '../keep/result-file.ts'
import type { Lab } from '../lab.ts'
import type { Run } from '../run.ts'
import { formatTime } from '../words.ts'
import type { Summary, TabsFacts } from '../worker/protocol.ts'

/** What came of the run, how to keep it, and how to have it again. */
export function Result({ lab, run }: { lab: Lab; run: Run }) {
  const state = run.state.value
  return (
    <section class="chart result" aria-labelledby="result-title">
      <h3 id="result-title">Result</h3>
      {state.is === 'preparing' && <p class="hint-line">{state.sentence}</p>}
      {state.is === 'running' && (
        <p class="hint-line">
          {run.dilation === undefined ? 'Simulating' : 'Running in tabs'}:{' '}
          {Math.floor(100 * run.progress.value)} %
        </p>
      )}
      {state.is === 'stopped' && <p class="hint-line">Stopped before the end.</p>}
      {state.is === 'failed' && <p class="cannot">{state.why}</p>}
      {state.is === 'done' && (
        <>
          <dl class="outcome">
            <div>
              <dt>Everyone done after</dt>
              <dd>{timeOf(state.result.makespanMs)}</dd>
            </div>
            <div>
              <dt>Times the best possible</dt>
              <dd>{timesBound(state.result.makespanMs, run)}</dd>
            </div>
            <div>
              <dt>A peer on average</dt>
              <dd>{timeOf(state.result.meanMs)}</dd>
            </div>
            {typeof state.result.rounds === 'number' && (
              <div>
                <dt>Rounds of gossip</dt>
                <dd>{state.result.rounds}</dd>
              </div>
            )}
            {typeof state.result.rmr === 'number' && (
              <div>
                <dt>Redundant for each useful piece</dt>
                <dd>{state.result.rmr.toFixed(2)}</dd>
              </div>
            )}
            {state.result.fingerprint !== undefined && (
              <div>
                <dt>Fingerprint, seed {state.result.seed}</dt>
                <dd class="fingerprint">{state.result.fingerprint}</dd>
              </div>
            )}
          </dl>
          {state.result.inTabs && <InTabs facts={state.result.inTabs} />}
          {state.result.failures.map(failure => (
            <p key={failure} class="cannot">
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

/** Whether what happened in tabs can be believed. */
function InTabs({ facts }: { facts: TabsFacts }) {
  const { tabs, dilation, invalidBecause, lateness } = facts
  return (
    <>
      <p>
        {countOf(tabs, 'tab')}, {dilation} times slower than real. Of 100 messages, 99 were at most{' '}
        {lateness.p99Ms.toFixed(1)} ms late.
      </p>
      {invalidBecause !== null && <p class="cannot">This run is invalid. {invalidBecause}</p>}
    </>
  )
}

const timeOf = (ms: number | null): string => (ms === null ? 'never' : formatTime(ms))

const timesBound = (makespanMs: number | null, { plan }: Run): string =>
  makespanMs === null ? 'never' : (makespanMs / plan.bound.makespanMs).toFixed(3)

/** Means over all seeds, and how far to trust them. */
function Repetitions({ run, summary }: { run: Run; summary: Summary | undefined }) {
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

function Keep({ lab, run }: { lab: Lab; run: Run }) {
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
    } catch (error) {
      lab.trouble.value = error instanceof Error ? error.message : String(error)
    }
    isWriting.value = false
  }
  const command = run.dilation === undefined ? lab.command(run.draft) : undefined
  const { kept } = lab
  return (
    <>
      <div class="row">
        <LinkButton lab={lab} run={run} />
        <button type="button" onClick={() => void giveResult()}>
          JSON
        </button>
        <button type="button" disabled={isWriting.value} onClick={() => void giveEvents()}>
          {isWriting.value ? 'Writing the log' : 'Events'}
        </button>
        <button
          type="button"
          disabled={kept.isFull || kept.has(run)}
          title={kept.isFull ? `${MAX_KEPT} runs are kept already. Drop one first.` : undefined}
          onClick={() => lab.keep(run)}
        >
          {kept.has(run) ? 'Kept' : 'Keep to compare'}
        </button>
      </div>
      {command && <code class="command">{command}</code>}
    </>
  )
}

/** The link in the clipboard, or, where that is refused, in a field to copy it from. */
function LinkButton({ lab, run }: { lab: Lab; run: Run }) {
  const input = useRef<HTMLInputElement>(null)
  const outcome = useSignal<'copied' | 'refused' | undefined>(undefined)
  const copy = async () => {
    if (!input.current) return
    input.current.value = await lab.link(run.draft)
    outcome.value = (await copyText(input.current)) ? 'copied' : 'refused'
  }
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        {outcome.value === 'copied' ? 'Link copied' : 'Copy link'}
      </button>
      <input
        ref={input}
        type="text"
        readOnly
        aria-label="Link to this run"
        tabIndex={outcome.value === 'refused' ? 0 : -1}
        class={outcome.value === 'refused' ? '' : 'visually-hidden'}
      />
    </>
  )
}
