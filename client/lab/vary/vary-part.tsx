import { useId } from 'preact/hooks'
import { labVary } from '../../language/lab-vary.ts'
import { Button, Said } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { Input, Part } from '../setup/fields.tsx'
import { whyInWords } from '../why-words.ts'

/** What people vary most; every other path of the scenario's file can be written too. */
const PATHS = [
  'torrent.pieces',
  'torrent.blocksPerPiece',
  'seeders',
  'topology.accessRate',
  'topology.peers',
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
]

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
          disabled={vary.length === 0 || isRunning}
          onClick={() => lab.attempt(() => lab.vary.start())}
        >
          {texts.runAll}
        </Button>
        {isRunning && <Button onClick={() => lab.vary.stop()}>{texts.cancel}</Button>}
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
      {path !== '' && (
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
