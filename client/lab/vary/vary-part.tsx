import { useId } from 'preact/hooks'
import { labVary } from '../../language/lab-vary.ts'
import { Switch } from '../../share/view/fields.tsx'
import { Button, Said } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { valueAt } from '../setup/draft.ts'
import { Input, Part } from '../setup/fields.tsx'
import { whyInWords } from '../why-words.ts'
import { STUDIES } from './studies.ts'

/**
 * One click sets a study up and runs it; afterwards all of it can be changed. The button that was pressed
 * keeps the focus: one that is disabled would lose it.
 */
export function StudiesPart({ lab }: { lab: Lab }) {
  const texts = labVary.texts.studies
  const state = lab.vary.state.value
  const isRunning = state.is === 'running'
  return (
    <Part title={texts.title} now={texts.now(STUDIES.length)}>
      <ul class="studies stack">
        {STUDIES.map(study => (
          <li key={study.key}>
            <Button
              aria-disabled={isRunning}
              onClick={() => !isRunning && lab.attempt(() => lab.vary.study(study))}
            >
              {texts.titles[study.key]}
            </Button>
            {isRunning && state.study === study.key && <CancelButton lab={lab} />}
            <p class="hint-line">{texts.abouts[study.key]}</p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** After the button that began the runs, which has the focus again once this one goes. */
const CancelButton = ({ lab }: { lab: Lab }) => (
  <Button
    onClick={({ currentTarget }) => {
      const before = currentTarget.previousElementSibling
      if (before instanceof HTMLElement) before.focus()
      lab.vary.stop()
    }}
  >
    {labVary.texts.part.cancel}
  </Button>
)

/** What people vary most; every other path of the scenario's file can be written too. */
const PATHS = [
  'torrent.pieces',
  'torrent.blocksPerPiece',
  'seeders',
  'topology.accessRate',
  'topology.peers',
  'topology.builtIn',
  'topology.access',
  'exchange.picking',
  'exchange.uploadSlots',
  'exchange.superSeeding',
  'exchange.mode',
  'exchange.fidelity',
  'exchange.kind',
  'maxLinks',
  'freeRiders',
  'granularity',
  'overhead',
  'congestion',
  'lanes',
]

/** What is chosen and not measured; empty for a number or a text. */
function choicesOf({ catalogue, draft }: Lab, path: string): readonly string[] {
  if (path === 'topology.builtIn') return catalogue.topologies
  if (path === 'topology.access') return catalogue.access
  const isGossip = valueAt(draft.value.document, 'exchange.kind') === 'gossip'
  if (path === 'exchange.fidelity' && isGossip) return GOSSIP_FIDELITIES
  const policy = path.startsWith('exchange.') ? path.slice('exchange.'.length) : ''
  const policies: Readonly<Record<string, readonly string[]>> = catalogue.policies
  return [...(policies[policy] ?? []), ...(CHOICES[path] ?? [])]
}

const GOSSIP_FIDELITIES = ['literal', 'intended', 'informed']
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'exchange.kind': ['bittorrent', 'gossip'],
  'exchange.mode': ['push', 'pull', 'push-pull'],
  'exchange.superSeeding': ['false', 'true'],
  'exchange.allowedFast': ['false', 'true'],
  'torrent.joinWith': ['torrent', 'link'],
  granularity: ['message', 'packet', 'fluid'],
  overhead: ['tcp', 'webrtc', 'none'],
}

export function VaryPart({ lab }: { lab: Lab }) {
  const texts = labVary.texts.part
  const vary = lab.draft.value.vary ?? []
  const state = lab.vary.state.value
  const isRunning = state.is === 'running'
  return (
    <Part title={texts.title} now={vary.join(', ')}>
      <p class="hint-line">{texts.hint}</p>
      <One lab={lab} place={0} label={texts.first} text={vary[0] ?? ''} />
      {vary.length > 0 && <One lab={lab} place={1} label={texts.second} text={vary[1] ?? ''} />}
      <div class="row">
        <Button
          disabled={vary.length === 0}
          aria-disabled={isRunning}
          onClick={() => !isRunning && lab.attempt(() => lab.vary.start())}
        >
          {texts.runAll}
        </Button>
        {isRunning && <CancelButton lab={lab} />}
      </div>
      <div role="alert">
        {state.is === 'refused' && (
          <p class="cannot trouble-line">
            <Said what={whyInWords(state.why)} />
          </p>
        )}
      </div>
    </Part>
  )
}

interface OneProps {
  readonly lab: Lab
  readonly place: number
  readonly label: string
  readonly text: string
}

function One({ lab, place, label, text }: OneProps) {
  const listId = useId()
  const at = text.indexOf('=')
  const [path, values] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  const choices = choicesOf(lab, path)
  const chosen = values.split(',')
  const isOnAfter = (each: string, changed: string, isOn: boolean): boolean =>
    each === changed ? isOn : chosen.includes(each)
  const set = (newPath: string, newValues: string) =>
    lab.vary.set(place, newPath === '' ? '' : `${newPath}=${newValues}`)
  return (
    <>
      <Input
        label={label}
        placeholder="torrent.pieces"
        list={listId}
        value={path}
        onText={next => set(next, values)}
      />
      <datalist id={listId}>
        {PATHS.map(each => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {path !== '' && choices.length > 0 && (
        <fieldset class="stack">
          <legend>{labVary.texts.part.values(path)}</legend>
          {choices.map(choice => (
            <Switch
              key={choice}
              on={chosen.includes(choice)}
              onChange={isOn =>
                set(path, choices.filter(each => isOnAfter(each, choice, isOn)).join(','))
              }
            >
              {choice}
            </Switch>
          ))}
        </fieldset>
      )}
      {path !== '' && choices.length === 0 && (
        <Input
          label={labVary.texts.part.values(path)}
          placeholder="13,25,50"
          value={values}
          onText={next => set(path, next)}
        />
      )}
    </>
  )
}
