import { useSignal } from '@preact/signals'
import { Button } from '../controls.tsx'
import type { Lab } from '../lab.ts'
import { peersOf } from '../peers/peers.ts'
import { type Document, isDocument, type Value, valueAt } from './draft.ts'
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

interface FaultField {
  readonly key: string
  readonly label: string
  readonly is: 'peer' | 'text' | 'choice'
  readonly usual: string
  readonly options: readonly string[]
  /** Names, separated by commas. */
  readonly isList: boolean
}

interface FaultKind {
  readonly kind: string
  readonly title: string
  readonly fields: readonly FaultField[]
}

const field = (key: string, label: string, more: Partial<FaultField> = {}): FaultField => ({
  key,
  label,
  is: 'text',
  usual: '',
  options: [],
  isList: false,
  ...more,
})
const text = (key: string, label: string, usual: string) => field(key, label, { usual })
const choice = (key: string, label: string, options: readonly string[]) =>
  field(key, label, { is: 'choice', options })

const PEER = field('peer', 'Peer', { is: 'peer' })
const PEERS = field('peers', 'Peers, by name', { isList: true })
const AT = text('at', 'At', '1s')
const FOR = text('for', 'For (empty: to the end)', '2s')
const SHARE = text('share', 'Share', '10%')
const BY = text('by', 'By', '1s')

const FAULT_KINDS: readonly FaultKind[] = [
  {
    kind: 'crash',
    title: 'a peer dies without a word',
    fields: [
      PEER,
      AT,
      text('back', 'Back after (empty: never)', ''),
      choice('store', 'Its store is', ['kept', 'lost']),
    ],
  },
  { kind: 'freeze', title: 'a peer stops for a while', fields: [PEER, AT, FOR] },
  { kind: 'breakLink', title: 'a link of a peer breaks', fields: [PEER, AT] },
  { kind: 'loss', title: 'a line loses packets', fields: [PEER, SHARE, AT, FOR] },
  { kind: 'clog', title: 'a line is clogged', fields: [PEER, AT, FOR] },
  {
    kind: 'oneWay',
    title: 'a line works one way only',
    fields: [PEER, choice('blocked', 'Blocked', ['up', 'down']), AT, FOR],
  },
  { kind: 'partition', title: 'some are cut off from the others', fields: [PEERS, AT, FOR] },
  { kind: 'liar', title: 'a peer spoils blocks', fields: [PEER, SHARE] },
  { kind: 'boaster', title: 'a peer claims to have everything', fields: [PEER] },
  { kind: 'staller', title: 'a peer promises and sends nothing', fields: [PEER] },
  { kind: 'stutterer', title: 'a peer sends every block twice', fields: [PEER] },
  { kind: 'diskFull', title: 'a disk is full', fields: [PEER, AT, FOR] },
  { kind: 'diskSlow', title: 'a disk is slow', fields: [PEER, BY, AT, FOR] },
  { kind: 'trackerDown', title: 'the tracker is down', fields: [AT, FOR] },
  { kind: 'trackerSlow', title: 'the tracker is slow', fields: [BY, AT, FOR] },
  { kind: 'trackerForgets', title: 'the tracker forgets everybody', fields: [AT] },
]

/** 'client3: a peer dies without a word, at 5s' */
function faultInWords({ kind, ...rest }: Document): string {
  const title = FAULT_KINDS.find(known => known.kind === kind)?.title ?? String(kind)
  const more = Object.entries(rest).map(([key, value]) =>
    key === 'peer' || key === 'peers' ? String(value) : `${key} ${String(value)}`,
  )
  return [title, ...more].join(', ')
}
