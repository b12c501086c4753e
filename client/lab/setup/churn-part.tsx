import { labSetup } from '../../language/lab-setup.ts'
import { Choice, Switch } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { type Document, isDocument, type Value, valueAt } from './draft.ts'
import { count, Fields, Input, nameIn, Part, quantity } from './fields.tsx'

/** Times one by one, or a trace: what the form has no field for is kept. */
const AS_IN_FILE = 'as in the file'
const FIRST_ARRIVALS: Readonly<Record<string, Value>> = {
  together: 'together',
  every: { every: '500ms' },
  poissonPerSec: { poissonPerSec: 1 },
}

export function ChurnPart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.churn
  const { document } = lab.draft.value
  const arrivals = valueAt(document, 'arrivals')
  const written = isDocument(arrivals) ? (Object.keys(arrivals)[0] ?? 'together') : 'together'
  const kind = Object.hasOwn(FIRST_ARRIVALS, written) ? written : AS_IN_FILE
  const arrivalsKnown = { ...texts.arrivals, [AS_IN_FILE]: texts.asInFile }
  const seeders = valueAt(document, 'seeders') ?? 1
  const freeRiders = valueAt(document, 'freeRiders')
  const seedersNow = Array.isArray(seeders) ? seeders.length : Number(seeders)
  return (
    <Part
      title={texts.title}
      now={texts.now({ seeders: seedersNow, arrivals: nameIn(arrivalsKnown, kind) })}
    >
      {Array.isArray(seeders) ? (
        <p class="hint-line">
          {texts.namedSeeders(seeders.join(', '))}{' '}
          <Button class="quiet" onClick={() => lab.set('seeders', seeders.length)}>
            {texts.firstInstead(seeders.length)}
          </Button>
        </p>
      ) : (
        <Fields lab={lab} of={[count('seeders', texts.seeders, [1, 20_000], 1)]} />
      )}
      <Input
        label={texts.freeRiders}
        type="number"
        min={0}
        max={100}
        placeholder="0"
        value={typeof freeRiders === 'number' ? String(Number((100 * freeRiders).toFixed(2))) : ''}
        onText={text => lab.set('freeRiders', text === '' ? undefined : Number(text) / 100)}
      />
      <Choice
        label={texts.leechersCome}
        options={Object.entries(kind === AS_IN_FILE ? arrivalsKnown : texts.arrivals)}
        value={kind}
        onChoose={chosen => {
          if (chosen !== AS_IN_FILE) lab.set('arrivals', FIRST_ARRIVALS[chosen])
        }}
      />
      {kind === 'every' && (
        <Fields lab={lab} of={[quantity('arrivals.every', texts.every, '500ms')]} />
      )}
      {kind === 'poissonPerSec' && (
        <Input
          label={texts.perSecond}
          type="number"
          min={0.001}
          step="any"
          value={String(valueAt(document, 'arrivals.poissonPerSec') ?? '')}
          onText={text => lab.set('arrivals.poissonPerSec', Number(text))}
        />
      )}
      <Leaving lab={lab} document={document} />
      <Fields lab={lab} of={[quantity('limit', texts.limit, '1h')]} />
    </Part>
  )
}

/** Sets the departure rule for all peers; departures of single peers stay as they are. */
function Leaving({ lab, document }: { lab: Lab; document: Document }) {
  const texts = labSetup.texts.churn
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
        {texts.leaves}
      </Switch>
      {after !== undefined && (
        <Input
          label={texts.leavesAfter}
          value={String(after)}
          onText={text => setAfter(text || '0s')}
        />
      )}
      {others.length > 0 && <p class="hint-line">{texts.ownTimes(others.length)}</p>}
    </>
  )
}
