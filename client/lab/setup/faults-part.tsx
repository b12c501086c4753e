import { useSignal } from '@preact/signals'
import { Choice } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { peersOf } from '../peers/peers.ts'
import { type Document, isDocument, type Value, valueAt } from './draft.ts'
import { Part } from './fields.tsx'

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
  const kind = useSignal('crash')
  const [, ...fields] = FAULTS[kind.value] ?? []
  const peers = lab.plan.value ? peersOf(lab.plan.value).map(({ node }) => node.name) : []
  return (
    <form
      class="new-fault stack"
      onSubmit={event => {
        event.preventDefault()
        onAdd({ kind: kind.value, ...entriesOf(event.currentTarget, fields) })
      }}
    >
      <Choice
        label="Add"
        value={kind.value}
        options={Object.entries(FAULTS).map(([name, [title]]) => [name, title])}
        onChoose={chosen => {
          kind.value = chosen
        }}
      />
      {fields.map(field => (
        <FaultInput key={`${kind.value} ${field.key}`} field={field} peers={peers} />
      ))}
      <button type="submit">Add</button>
    </form>
  )
}

function FaultInput({ field, peers }: { field: FaultField; peers: readonly string[] }) {
  const id = `fault-${field.key}`
  return (
    <div class="amount">
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

/** By kind: in words, and what else is to be said. */
const FAULTS: Readonly<Record<string, readonly [title: string, ...fields: FaultField[]]>> = {
  crash: [
    'a peer dies without a word',
    PEER,
    AT,
    text('back', 'Back after (empty: never)', ''),
    choice('store', 'Its store is', ['kept', 'lost']),
  ],
  freeze: ['a peer stops for a while', PEER, AT, FOR],
  breakLink: ['a link of a peer breaks', PEER, AT],
  loss: ['a line loses packets', PEER, SHARE, AT, FOR],
  clog: ['a line is clogged', PEER, AT, FOR],
  oneWay: [
    'a line works one way only',
    PEER,
    choice('blocked', 'Blocked', ['up', 'down']),
    AT,
    FOR,
  ],
  partition: ['some are cut off from the others', PEERS, AT, FOR],
  liar: ['a peer spoils blocks', PEER, SHARE],
  boaster: ['a peer claims to have everything', PEER],
  staller: ['a peer promises and sends nothing', PEER],
  stutterer: ['a peer sends every block twice', PEER],
  withholder: ['a peer answers no offers', PEER],
  flooder: ['a peer brings offers of nobody', PEER, SHARE],
  impostor: ['a peer offers under others’ names', PEER, SHARE],
  hoarder: [
    'a peer keeps back a block of each piece',
    PEER,
    choice('block', 'Which', ['first', 'last', 'any']),
  ],
  spammer: ['a peer floods its links', PEER, text('message', 'With', 'keepAlive')],
  diskFull: ['a disk is full', PEER, AT, FOR],
  diskSlow: ['a disk is slow', PEER, BY, AT, FOR],
  trackerDown: ['the tracker is down', AT, FOR],
  trackerFlaps: ['the tracker comes and goes', text('every', 'Once in', '20s'), AT, FOR],
  trackerSlow: ['the tracker is slow', BY, AT, FOR],
  trackerForgets: ['the tracker forgets everybody', AT],
  squatter: ['a stranger has a peer’s name', PEER, AT, FOR],
}

/** 'client3: a peer dies without a word, at 5s' */
function faultInWords({ kind, ...rest }: Document): string {
  const name = String(kind)
  const title = Object.hasOwn(FAULTS, name) ? FAULTS[name]?.[0] : name
  const more = Object.entries(rest).map(([key, value]) =>
    key === 'peer' || key === 'peers' ? String(value) : `${key} ${String(value)}`,
  )
  return [title, ...more].join(', ')
}
