import { useSignal } from '@preact/signals'
import { Button } from '../controls.tsx'
import type { Lab } from '../lab.ts'
import { peersOf } from '../peers/peers.ts'
import { type Document, isDocument, type Value, valueAt } from './draft.ts'
import { FAULT_KINDS, type FaultField, faultInWords } from './fault-kinds.ts'
import { Choice, Part } from './fields.tsx'

/** Faults shown; the scenario's text has all of them. */
const MAX_SHOWN = 30

export function FaultsPart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const value = valueAt(document, 'faults')
  const faults: readonly Value[] = Array.isArray(value) ? value : []
  const now =
    faults.length === 0 ? 'nothing' : faults.length === 1 ? '1 fault' : `${faults.length} faults`
  return (
    <Part title="What goes wrong" now={now}>
      <ul class="faults">
        {faults.slice(0, MAX_SHOWN).map((fault, i) => (
          <li key={`${i} ${JSON.stringify(fault)}`}>
            {isDocument(fault) ? faultInWords(fault) : 'unreadable'}
            <Button
              class="quiet"
              onClick={() =>
                lab.set(
                  'faults',
                  faults.filter(other => other !== fault),
                )
              }
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <NewFault lab={lab} onAdd={fault => lab.set('faults', [...faults, fault])} />
    </Part>
  )
}

function NewFault({ lab, onAdd }: { lab: Lab; onAdd: (fault: Document) => void }) {
  const kind = useSignal(FAULT_KINDS[0]?.kind ?? '')
  const known = FAULT_KINDS.find(each => each.kind === kind.value)
  const peers = lab.plan.value ? peersOf(lab.plan.value).map(({ node }) => node.name) : []
  return (
    <form
      class="new-fault"
      onSubmit={event => {
        event.preventDefault()
        if (known) onAdd({ kind: known.kind, ...entriesOf(event.currentTarget, known.fields) })
      }}
    >
      <Choice
        label="Add"
        value={kind.value}
        options={FAULT_KINDS.map(({ kind: value, title }) => ({ value, title }))}
        onChoose={chosen => {
          kind.value = chosen
        }}
      />
      {known?.fields.map(field => (
        <FaultInput key={`${kind.value} ${field.key}`} field={field} peers={peers} />
      ))}
      <button type="submit">Add</button>
    </form>
  )
}

function FaultInput({ field, peers }: { field: FaultField; peers: readonly string[] }) {
  const id = `fault-${field.key}`
  return (
    <div class="set">
      <label for={id}>{field.label}</label>
      {field.is === 'text' ? (
        <input id={id} name={field.key} type="text" autocomplete="off" defaultValue={field.usual} />
      ) : (
        <select id={id} name={field.key}>
          {(field.is === 'peer' ? peers : field.options).map(option => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

/** Empty fields are left out. */
function entriesOf(form: HTMLFormElement, fields: readonly FaultField[]): Document {
  const data = new FormData(form)
  const entries = fields.flatMap(({ key, isList }): [string, Value][] => {
    const text = String(data.get(key) ?? '').trim()
    if (text === '') return []
    return [[key, isList ? text.split(/[\s,]+/) : text]]
  })
  return Object.fromEntries(entries)
}
