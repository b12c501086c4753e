import { useEffect, useRef } from 'preact/hooks'
import { decimal, number } from '../../language/format.ts'
import { labVary } from '../../language/lab-vary.ts'
import { giveFile } from '../../share/give-file.ts'
import { Button, Head } from '../../share/view/parts.tsx'
import { nameOf } from '../charts/setting-words.ts'
import { Command, CopyLink } from '../controls.tsx'
import type { Lab } from '../lab.ts'
import type { SweepOutcome } from '../worker/protocol.ts'
import type { KnownStudy } from './studies.ts'
import { StudyChart } from './study-chart.tsx'
import { sentencesOf, withInterval } from './sweep-words.ts'
import './vary.css'

/** What came of a sweep; said aloud when it begins and when it ends. */
export const Study = ({ lab }: { lab: Lab }) => (
  <>
    <p class="visually-hidden" role="status">
      {saidOf(lab)}
    </p>
    <Shown lab={lab} />
  </>
)

function saidOf({ vary }: Lab): string {
  const texts = labVary.texts.study
  const state = vary.state.value
  switch (state.is) {
    case 'running':
      return texts.progress({ done: 0, runs: state.runs })
    case 'stopped':
      return texts.cancelled(state)
    case 'done':
      return `${titleOf(state.study)}: ${sentencesOf(state.outcome.lines).join(' ')}`
    default:
      return ''
  }
}

/** Of what a person varies by hand there is no other. */
const titleOf = (study: KnownStudy['key'] | undefined): string =>
  study === undefined ? labVary.texts.study.title : labVary.texts.studies.titles[study]

function Shown({ lab }: { lab: Lab }) {
  const texts = labVary.texts.study
  const state = lab.vary.state.value
  const root = useRef<HTMLElement>(null)
  const isRunning = state.is === 'running'
  useEffect(() => {
    if (isRunning) root.current?.scrollIntoView({ block: 'nearest' })
  }, [isRunning])
  if (state.is === 'none' || state.is === 'refused') return null
  return (
    <section ref={root} class="study panel stack" aria-labelledby="study-title">
      <h2 id="study-title">{titleOf(state.study)}</h2>
      {state.is !== 'done' ? (
        <div class="row">
          <progress aria-label={texts.bar} max={state.runs} value={state.done} />
          <p class="hint-line">
            {state.is === 'stopped' ? texts.cancelled(state) : texts.progress(state)}
          </p>
          {state.is === 'running' && (
            <Button onClick={() => lab.vary.stop()}>{labVary.texts.part.cancel}</Button>
          )}
        </div>
      ) : (
        <>
          {sentencesOf(state.outcome.lines).map(sentence => (
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
              label={texts.link}
              button={texts.copyLink}
              link={() => lab.link(state.draft)}
            />
          </div>
          <Command text={lab.studyCommand(state.draft)} />
        </>
      )}
    </section>
  )
}

function Table({ outcome: { paths, rows } }: { outcome: SweepOutcome }) {
  const texts = labVary.texts.study
  const { runs, finished, bound, makespan, timesBound, meanPeer } = texts
  const figures = [runs, finished, bound, makespan, timesBound, meanPeer]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="numbers" tabIndex={0} aria-label={texts.table}>
      <table class="who">
        <Head titles={[...paths.map(nameOf), ...figures]} />
        <tbody>
          {rows.map(
            ({ labels, runs, finished, boundSec, makespanSec, timesBound, meanPeerSec }) => (
              <tr key={labels.join()}>
                {labels.map((label, i) => (
                  <td key={paths[i]}>{label}</td>
                ))}
                <td>{number(runs)}</td>
                <td>{number(finished)}</td>
                <td>{decimal(boundSec, 3)}</td>
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
  estimate === null ? labVary.texts.study.never : withInterval(estimate, 3)
