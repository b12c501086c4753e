import { useSignal } from '@preact/signals'
import { labSetup } from '../../language/lab-setup.ts'
import { Choice } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { peersOf } from '../peers/peers.ts'
import { type Document, isDocument, type Value, valueAt } from './draft.ts'
import { nameIn, Part } from './fields.tsx'

/** Faults shown; the scenario's text has all of them. */
const MAX_SHOWN = 30

export function FaultsPart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.faults
  const { document } = lab.draft.value
  const value = valueAt(document, 'faults')
  const faults: readonly Value[] = Array.isArray(value) ? value : []
  return (
    <Part title={texts.title} now={faults.length === 0 ? texts.none : texts.now(faults.length)}>
      <ul class="faults">
        {faults.slice(0, MAX_SHOWN).map((fault, i) => (
          <li key={`${i} ${JSON.stringify(fault)}`}>
            {isDocument(fault) ? faultInWords(fault) : texts.unreadable}
            <Button
              class="quiet"
              onClick={() =>
                lab.set(
                  'faults',
                  faults.filter(other => other !== fault),
                )
              }
            >
              {texts.remove}
            </Button>
          </li>
        ))}
      </ul>
      <NewFault lab={lab} onAdd={fault => lab.set('faults', [...faults, fault])} />
    </Part>
  )
}

function NewFault({ lab, onAdd }: { lab: Lab; onAdd: (fault: Document) => void }) {
  const texts = labSetup.texts.faults
  const kind = useSignal<FaultKind>('crash')
  const fields: readonly FaultField[] = FAULTS[kind.value]
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
        label={texts.add}
        value={kind.value}
        options={Object.entries(texts.kinds)}
        onChoose={chosen => {
          kind.value = chosen as FaultKind
        }}
      />
      {fields.map(field => (
        <FaultInput key={`${kind.value} ${field.key}`} field={field} peers={peers} />
      ))}
      <button type="submit">{texts.add}</button>
    </form>
  )
}

function FaultInput({ field, peers }: { field: FaultField; peers: readonly string[] }) {
  const texts = labSetup.texts.faults
  const id = `fault-${field.key}`
  const options: Readonly<Record<string, string>> =
    field.is === 'choice'
      ? texts.choices[field.key]
      : Object.fromEntries(peers.map(peer => [peer, peer]))
  return (
    <div class="amount">
      <label for={id}>{texts.fields[field.key]}</label>
      {field.is === 'text' ? (
        <input id={id} name={field.key} type="text" autocomplete="off" defaultValue={field.usual} />
      ) : (
        <select id={id} name={field.key}>
          {Object.entries(options).map(([value, title]) => (
            <option key={value} value={value}>
              {title}
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
  const entries = fields.flatMap(({ key }): [string, Value][] => {
    const text = String(data.get(key) ?? '').trim()
    if (text === '') return []
    return [[key, key === 'peers' ? text.split(/[\s,]+/) : text]]
  })
  return Object.fromEntries(entries)
}

type FaultTexts = typeof labSetup.texts.faults
type FaultKind = keyof FaultTexts['kinds']

type FaultField =
  | { readonly key: 'peer'; readonly is: 'peer' }
  | { readonly key: keyof FaultTexts['fields']; readonly is: 'text'; readonly usual: string }
  | { readonly key: keyof FaultTexts['choices']; readonly is: 'choice' }

const text = (key: keyof FaultTexts['fields'], usual = ''): FaultField => ({
  key,
  is: 'text',
  usual,
})
const choice = (key: keyof FaultTexts['choices']): FaultField => ({ key, is: 'choice' })

const PEER: FaultField = { key: 'peer', is: 'peer' }
/** Names, separated by commas. */
const PEERS = text('peers')
const AT = text('at', '1s')
const FOR = text('for', '2s')
const SHARE = text('share', '10%')
const BY = text('by', '1s')

/** What else is to be said of each kind. */
const FAULTS: Readonly<Record<FaultKind, readonly FaultField[]>> = {
  crash: [PEER, AT, text('back'), choice('store')],
  freeze: [PEER, AT, FOR],
  breakLink: [PEER, AT],
  loss: [PEER, SHARE, AT, FOR],
  clog: [PEER, AT, FOR],
  oneWay: [PEER, choice('blocked'), AT, FOR],
  partition: [PEERS, AT, FOR],
  liar: [PEER, SHARE],
  boaster: [PEER],
  staller: [PEER],
  stutterer: [PEER],
  withholder: [PEER],
  flooder: [PEER, SHARE],
  impostor: [PEER, SHARE],
  hoarder: [PEER, choice('block')],
  spammer: [PEER, text('message', 'keepAlive')],
  diskFull: [PEER, AT, FOR],
  diskSlow: [PEER, BY, AT, FOR],
  trackerDown: [AT, FOR],
  trackerFlaps: [text('every', '20s'), AT, FOR],
  trackerSlow: [BY, AT, FOR],
  trackerForgets: [AT],
  squatter: [PEER, AT, FOR],
}

/** Of these the value says enough. */
const PLAIN = ['peer', 'peers', 'share']

/** 'a peer dies without a word, client3, at 5s' */
function faultInWords({ kind, ...rest }: Document): string {
  const { kinds, said } = labSetup.texts.faults
  const more = Object.entries(rest).map(([key, value]) => {
    const words = Object.hasOwn(said, key) ? said[key as keyof typeof said] : undefined
    if (typeof words === 'function') return words(String(value))
    if (words) return nameIn(words, String(value))
    return PLAIN.includes(key) ? String(value) : `${key} ${String(value)}`
  })
  return [nameIn(kinds, String(kind)), ...more].join(', ')
}
