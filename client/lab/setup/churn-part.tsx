import { countOf } from '../../share/format.ts'
import { Choice, type Option, Switch } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { type Document, isDocument, type Value, valueAt } from './draft.ts'
import { count, Fields, Input, Part, quantity } from './fields.tsx'

const ARRIVALS: readonly Option[] = [
  ['together', 'all together'],
  ['every', 'one after the other'],
  ['poissonPerSec', 'at random'],
]
/** Times one by one, or a trace: what the form has no field for is kept. */
const AS_IN_FILE: Option = ['as in the file', 'as in the file']
const FIRST_ARRIVALS: Readonly<Record<string, Value>> = {
  together: 'together',
  every: { every: '500ms' },
  poissonPerSec: { poissonPerSec: 1 },
}

const SEEDERS = [count('seeders', 'Seeders', [1, 20_000], 1)]
const EVERY = [quantity('arrivals.every', 'Every', '500ms')]
const LIMIT = [quantity('limit', 'The run ends after', '1h')]

export function ChurnPart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const arrivals = valueAt(document, 'arrivals')
  const written = isDocument(arrivals) ? (Object.keys(arrivals)[0] ?? 'together') : 'together'
  const kind = Object.hasOwn(FIRST_ARRIVALS, written) ? written : AS_IN_FILE[0]
  const seeders = valueAt(document, 'seeders') ?? 1
  const freeRiders = valueAt(document, 'freeRiders')
  const seedersNow = Array.isArray(seeders) ? seeders.length : Number(seeders)
  return (
    <Part
      title="Who comes and goes"
      now={`${countOf(seedersNow, 'seeder')}, ${[...ARRIVALS, AS_IN_FILE].find(([value]) => value === kind)?.[1]}`}
    >
      {Array.isArray(seeders) ? (
        <p class="hint-line">
          Seeders: {seeders.join(', ')}.{' '}
          <Button class="quiet" onClick={() => lab.set('seeders', seeders.length)}>
            The first {seeders.length} instead
          </Button>
        </p>
      ) : (
        <Fields lab={lab} of={SEEDERS} />
      )}
      <Input
        label="Leechers that never give, in %"
        type="number"
        min={0}
        max={100}
        placeholder="0"
        value={typeof freeRiders === 'number' ? String(Number((100 * freeRiders).toFixed(2))) : ''}
        onText={text => lab.set('freeRiders', text === '' ? undefined : Number(text) / 100)}
      />
      <Choice
        label="Leechers come"
        options={kind === AS_IN_FILE[0] ? [...ARRIVALS, AS_IN_FILE] : ARRIVALS}
        value={kind}
        onChoose={chosen => {
          if (chosen !== AS_IN_FILE[0]) lab.set('arrivals', FIRST_ARRIVALS[chosen])
        }}
      />
      {kind === 'every' && <Fields lab={lab} of={EVERY} />}
      {kind === 'poissonPerSec' && (
        <Input
          label="In a second, on average"
          type="number"
          min={0.001}
          step="any"
          value={String(valueAt(document, 'arrivals.poissonPerSec') ?? '')}
          onText={text => lab.set('arrivals.poissonPerSec', Number(text))}
        />
      )}
      <Leaving lab={lab} document={document} />
      <Fields lab={lab} of={LIMIT} />
    </Part>
  )
}

/** Sets the departure rule for all peers; departures of single peers stay as they are. */
function Leaving({ lab, document }: { lab: Lab; document: Document }) {
  const departures = valueAt(document, 'departures')
  const all: readonly Value[] = Array.isArray(departures) ? departures : []
  const isForAll = (entry: Value): entry is Document =>
    isDocument(entry) && entry.afterFinishing !== undefined
  const after = all.find(isForAll)?.afterFinishing
  const others = all.filter(entry => !isForAll(entry))
  const setAfter = (value: Value | undefined) =>
    lab.set('departures', value === undefined ? others : [...others, { afterFinishing: value }])
  return (
    <>
      <Switch on={after !== undefined} onChange={isOn => setAfter(isOn ? '5s' : undefined)}>
        Who has everything leaves
      </Switch>
      {after !== undefined && (
        <Input
          label="After another"
          value={String(after)}
          onText={text => setAfter(text || '0s')}
        />
      )}
      {others.length > 0 && <p class="hint-line">{others.length} leave at times of their own.</p>}
    </>
  )
}
