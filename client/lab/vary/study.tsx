import { useEffect, useRef } from 'preact/hooks'
import { countOf } from '../../share/format.ts'
import { giveFile } from '../../share/give-file.ts'
import { Button, Head } from '../../share/view/parts.tsx'
import { CopyLink } from '../controls.tsx'
import type { Lab } from '../lab.ts'
import type { SweepOutcome } from '../worker/protocol.ts'
import { StudyChart } from './study-chart.tsx'
import './vary.css'

/** What came of a sweep. */
export function Study({ lab }: { lab: Lab }) {
  const state = lab.vary.state.value
  const root = useRef<HTMLElement>(null)
  const isRunning = state.is === 'running'
  useEffect(() => {
    if (isRunning) root.current?.scrollIntoView({ block: 'nearest' })
  }, [isRunning])
  if (state.is === 'none' || state.is === 'refused') return null
  return (
    <section ref={root} class="study panel stack" aria-labelledby="study-title">
      <h2 id="study-title">Varied</h2>
      {state.is !== 'done' ? (
        <div class="row">
          <progress aria-label="Runs done" max={state.runs} value={state.done} />
          <p class="hint-line">
            {state.done} of {countOf(state.runs, 'run')}
            {state.is === 'stopped' && ': cancelled'}
          </p>
          {state.is === 'running' && <Button onClick={() => lab.vary.stop()}>Cancel</Button>}
        </div>
      ) : (
        <>
          {state.outcome.sentences.map(sentence => (
            <p key={sentence} class="study-sentence">
              {sentence}
            </p>
          ))}
          <StudyChart outcome={state.outcome} />
          <Table outcome={state.outcome} />
          <div class="row">
            <Button
              onClick={() =>
                giveFile(new Blob([state.outcome.csv], { type: 'text/csv' }), 'varied.csv')
              }
            >
              CSV
            </Button>
            <CopyLink
              lab={lab}
              label="Link to this study"
              button="Copy link"
              link={() => lab.link(state.draft)}
            />
          </div>
          <Command text={lab.studyCommand(state.draft)} />
        </>
      )}
    </section>
  )
}

const Command = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : <code class="command">{text}</code>

const FIGURES = [
  'Runs',
  'Finished',
  'Bound (s)',
  'Makespan (s)',
  'Times the bound',
  'Mean of a peer (s)',
]

function Table({ outcome: { paths, rows } }: { outcome: SweepOutcome }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="numbers" tabIndex={0} aria-label="Means of each point">
      <table class="who">
        <Head titles={[...paths, ...FIGURES]} />
        <tbody>
          {rows.map(
            ({ labels, runs, finished, boundSec, makespanSec, timesBound, meanPeerSec }) => (
              <tr key={labels.join()}>
                {labels.map((label, i) => (
                  <td key={paths[i]}>{label}</td>
                ))}
                <td>{runs}</td>
                <td>{finished}</td>
                <td>{boundSec.toFixed(3)}</td>
                <td>{amount(makespanSec)}</td>
                <td>{amount(timesBound)}</td>
                <td>{amount(meanPeerSec)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}

const amount = (estimate: SweepOutcome['rows'][0]['makespanSec']): string =>
  estimate === null
    ? 'never'
    : `${estimate.mean.toFixed(3)}${estimate.ci95 === null ? '' : ` ± ${estimate.ci95.toFixed(3)}`}`
