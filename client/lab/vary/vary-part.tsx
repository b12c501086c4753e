import { useId } from 'preact/hooks'
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
  const vary = lab.draft.value.vary ?? []
  const state = lab.vary.state.value
  const isRunning = state.is === 'running'
  return (
    <Part title="Vary" now={vary.join(', ')}>
      <p class="hint-line">
        A setting over a list, 13,25,50, or a range with its step, 10..50:10. Each point has as many
        runs as are set under Runs.
      </p>
      <One lab={lab} place={0} title="Vary" text={vary[0] ?? ''} />
      {vary.length > 0 && <One lab={lab} place={1} title="and" text={vary[1] ?? ''} />}
      <div class="row">
        <Button
          disabled={vary.length === 0 || isRunning}
          onClick={() => lab.attempt(() => lab.vary.start())}
        >
          Run all
        </Button>
        {isRunning && <Button onClick={() => lab.vary.stop()}>Cancel</Button>}
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
  readonly title: string
  readonly text: string
}

function One({ lab, place, title, text }: OneProps) {
  const listId = useId()
  const at = text.indexOf('=')
  const [path, values] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  const set = (newPath: string, newValues: string) =>
    lab.vary.set(place, newPath === '' ? '' : `${newPath}=${newValues}`)
  return (
    <>
      <Input
        label={`${title}: setting`}
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
          label={`Values of ${path}`}
          placeholder="13,25,50"
          value={values}
          onText={next => set(path, next)}
        />
      )}
    </>
  )
}
