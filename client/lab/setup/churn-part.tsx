import { countOf } from '../../share/format.ts'
import type { Lab } from '../lab.ts'
import { type Document, isDocument, type Value, valueAt } from './draft.ts'
import { Choice, CountField, Part, QuantityField } from './fields.tsx'

const ARRIVALS = [
  { value: 'together', title: 'all together' },
  { value: 'every', title: 'one after the other' },
  { value: 'poissonPerSec', title: 'at random' },
]
const FIRST_ARRIVALS: Readonly<Record<string, Value>> = {
  together: 'together',
  every: { every: '500ms' },
  poissonPerSec: { poissonPerSec: 1 },
}

/** Who has everything, who comes when, and who leaves. */
export function ChurnPart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const arrivals = valueAt(document, 'arrivals')
  const kind = isDocument(arrivals) ? (Object.keys(arrivals)[0] ?? 'together') : 'together'
  const seeders = valueAt(document, 'seeders') ?? 1
  const seedersNow = Array.isArray(seeders) ? seeders.length : Number(seeders)
  return (
    <Part
      title="Who comes and goes"
      now={`${countOf(seedersNow, 'seeder')}, ${ARRIVALS.find(({ value }) => value === kind)?.title}`}
    >
      {Array.isArray(seeders) ? (
        <p class="hint-line">
          Seeders: {seeders.join(', ')}.{' '}
          <button type="button" class="quiet" onClick={() => lab.set('seeders', seeders.length)}>
            The first {seeders.length} instead
          </button>
        </p>
      ) : (
        <CountField lab={lab} path="seeders" label="Seeders" min={1} max={20_000} usual={1} />
      )}
      <FreeRiders lab={lab} value={valueAt(document, 'freeRiders')} />
      <Choice
        label="Leechers come"
        options={ARRIVALS}
        value={kind}
        onChoose={chosen => lab.set('arrivals', FIRST_ARRIVALS[chosen])}
      />
      {kind === 'every' && (
        <QuantityField lab={lab} path="arrivals.every" label="Every" usual="500ms" />
      )}
      {kind === 'poissonPerSec' && (
        <NumberOfSec lab={lab} value={valueAt(document, 'arrivals.poissonPerSec')} />
      )}
      <Leaving lab={lab} document={document} />
      <QuantityField lab={lab} path="limit" label="The run ends after" usual="1h" />
    </Part>
  )
}

/** A share of the leechers, in percent. */
const FreeRiders = ({ lab, value }: { lab: Lab; value: Value | undefined }) => (
  <div class="set">
    <label for="free-riders">Leechers that never give, in %</label>
    <input
      id="free-riders"
      type="number"
      min="0"
      max="100"
      placeholder="0"
      value={typeof value === 'number' ? String(Number((100 * value).toFixed(2))) : ''}
      onChange={({ currentTarget: { value: typed } }) =>
        lab.set('freeRiders', typed === '' ? undefined : Number(typed) / 100)
      }
    />
  </div>
)

/** Not whole: one in ten seconds is 0.1. */
const NumberOfSec = ({ lab, value }: { lab: Lab; value: Value | undefined }) => (
  <div class="set">
    <label for="poisson">In a second, on average</label>
    <input
      id="poisson"
      type="number"
      min="0.001"
      step="any"
      value={typeof value === 'number' ? String(value) : ''}
      onChange={({ currentTarget }) =>
        lab.set('arrivals.poissonPerSec', Number(currentTarget.value))
      }
    />
  </div>
)

/** Of the departures, the one that holds for all; others are left as they are. */
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
      <label class="check">
        <input
          type="checkbox"
          checked={after !== undefined}
          onChange={({ currentTarget }) => setAfter(currentTarget.checked ? '5s' : undefined)}
        />
        Who has everything leaves
      </label>
      {after !== undefined && (
        <div class="set">
          <label for="leave-after">After another</label>
          <input
            id="leave-after"
            type="text"
            autocomplete="off"
            value={String(after)}
            onChange={({ currentTarget }) => setAfter(currentTarget.value.trim() || '0s')}
          />
        </div>
      )}
      {others.length > 0 && <p class="hint-line">{others.length} leave at times of their own.</p>}
    </>
  )
}
