/**
 * The part of a scenario's file that says what goes wrong, and what is healed in the end:
 *
 *     "faults": [
 *       { "kind": "crash", "peer": "peer3", "at": "5s", "back": "20s", "store": "lost" },
 *       { "kind": "partition", "peers": ["peer1", "peer2"], "at": "10s", "for": "40s" },
 *       { "kind": "liar", "peer": "peer4", "share": "10%" }
 *     ],
 *     "heal": { "at": "2min", "core": ["peer1", "peer2", "peer3"], "within": "10min" }
 */
import type { Millis } from '../../base/ids.ts'
import { type Json, type JsonObject, LineError } from '../../base/json.ts'
import {
  readFlag,
  readList,
  readObject,
  readOneOf,
  readParsed,
  readText,
} from '../../base/json-reader.ts'
import { MAX_PEERS, type Topology } from '../../network/topology.ts'
import { parseDuration, parsePercent } from '../../network/units.ts'
import { type Fault, type FaultKind, type Heal, isLie } from './fault.ts'

/** One for each peer of the largest swarm. */
const MAX_FAULTS = 20_000

interface Kind {
  /** Beside "kind". */
  readonly needs: readonly string[]
  readonly may?: readonly string[]
  read(entry: Entry): Fault
}

const SPAN = { needs: ['peer', 'at'], may: ['for'] }

const KINDS: { readonly [Name in FaultKind]: Kind } = {
  breakLink: {
    needs: ['peer', 'at'],
    read: entry => ({ kind: 'breakLink', peer: entry.peer, atMs: entry.at }),
  },
  loss: {
    needs: ['peer', 'at', 'share'],
    may: ['for'],
    read: entry => ({ kind: 'loss', peer: entry.peer, share: entry.share, ...entry.span }),
  },
  duplicate: {
    needs: ['peer', 'at', 'share'],
    may: ['for'],
    read: entry => ({ kind: 'duplicate', peer: entry.peer, share: entry.share, ...entry.span }),
  },
  clog: { ...SPAN, read: entry => ({ kind: 'clog', peer: entry.peer, ...entry.span }) },
  oneWay: {
    needs: ['peer', 'at', 'blocked'],
    may: ['for'],
    read: entry => ({
      kind: 'oneWay',
      peer: entry.peer,
      blocked: entry.oneOf('blocked', ['up', 'down']),
      ...entry.span,
    }),
  },
  partition: {
    needs: ['peers', 'at'],
    may: ['for', 'oneWay'],
    read: entry => ({
      kind: 'partition',
      peers: entry.peers('peers'),
      oneWay: entry.flag('oneWay'),
      ...entry.span,
    }),
  },
  crash: {
    needs: ['peer', 'at'],
    may: ['back', 'store'],
    read: entry => ({
      kind: 'crash',
      peer: entry.peer,
      atMs: entry.at,
      backAfterMs: entry.optionalDuration('back'),
      store: entry.has('store') ? entry.oneOf('store', ['kept', 'lost']) : 'kept',
    }),
  },
  freeze: { ...SPAN, read: entry => ({ kind: 'freeze', peer: entry.peer, ...entry.span }) },
  clockJump: {
    needs: ['peer', 'at', 'by'],
    read: entry => ({ kind: 'clockJump', peer: entry.peer, atMs: entry.at, byMs: entry.by }),
  },
  diskFull: { ...SPAN, read: entry => ({ kind: 'diskFull', peer: entry.peer, ...entry.span }) },
  diskSlow: {
    needs: ['peer', 'at', 'by'],
    may: ['for'],
    read: entry => ({ kind: 'diskSlow', peer: entry.peer, byMs: entry.by, ...entry.span }),
  },
  diskForgets: {
    needs: ['peer', 'at', 'share'],
    may: ['for'],
    read: entry => ({ kind: 'diskForgets', peer: entry.peer, share: entry.share, ...entry.span }),
  },
  diskRots: {
    needs: ['peer', 'at', 'share'],
    may: ['for'],
    read: entry => ({ kind: 'diskRots', peer: entry.peer, share: entry.share, ...entry.span }),
  },
  liar: {
    needs: ['peer'],
    may: ['share'],
    read: entry => ({
      kind: 'liar',
      peer: entry.peer,
      share: entry.has('share') ? entry.share : 1,
    }),
  },
  boaster: { needs: ['peer'], read: entry => ({ kind: 'boaster', peer: entry.peer }) },
  staller: { needs: ['peer'], read: entry => ({ kind: 'staller', peer: entry.peer }) },
  stutterer: { needs: ['peer'], read: entry => ({ kind: 'stutterer', peer: entry.peer }) },
  babbler: {
    needs: ['peer', 'share'],
    read: entry => ({ kind: 'babbler', peer: entry.peer, share: entry.share }),
  },
  trackerDown: {
    needs: ['at'],
    may: ['for', 'forgets'],
    read: entry => ({ kind: 'trackerDown', forgets: entry.flag('forgets'), ...entry.span }),
  },
  withholder: { needs: ['peer'], read: entry => ({ kind: 'withholder', peer: entry.peer }) },
  flooder: {
    needs: ['peer', 'share'],
    read: entry => ({ kind: 'flooder', peer: entry.peer, share: entry.share }),
  },
  impostor: {
    needs: ['peer', 'share'],
    read: entry => ({ kind: 'impostor', peer: entry.peer, share: entry.share }),
  },
  trackerFlaps: {
    needs: ['at', 'every'],
    may: ['for'],
    read: entry => ({ kind: 'trackerFlaps', everyMs: entry.duration('every'), ...entry.span }),
  },
  trackerSlow: {
    needs: ['at', 'by'],
    may: ['for'],
    read: entry => ({ kind: 'trackerSlow', byMs: entry.by, ...entry.span }),
  },
  trackerForgets: {
    needs: ['at'],
    read: entry => ({ kind: 'trackerForgets', atMs: entry.at }),
  },
}

export const FAULT_KINDS = Object.keys(KINDS) as FaultKind[]

export const readFaults = (json: Json, { peers }: Topology): Fault[] => {
  const known = new Set(peers)
  return readList(json, '"faults"', MAX_FAULTS).map(entry => readFault(entry, known))
}

function readFault(json: Json, known: ReadonlySet<string>): Fault {
  const any = Object.values(KINDS).flatMap(({ needs, may = [] }) => [...needs, ...may])
  const field = readObject(json, 'a fault', ['kind'], any).get('kind') as Json
  const kind = readOneOf(field, '"kind"', FAULT_KINDS)
  const { needs, may, read } = KINDS[kind]
  return read(new Entry(readObject(json, `the fault "${kind}"`, ['kind', ...needs], may), known))
}

/** `faults` are those of the same file. */
export function readHeal(json: Json, { peers }: Topology, faults: readonly Fault[]): Heal {
  const fields = readObject(json, '"heal"', ['at', 'core', 'within'])
  const entry = new Entry(fields, new Set(peers))
  const core = entry.peers('core')
  const liar = faults.find(fault => isLie(fault) && core.includes(fault.peer))
  if (liar !== undefined && 'peer' in liar) {
    const { line } = fields.get('core') as Json
    throw new LineError(line, `"${liar.peer}" cannot be healed: it breaks the rules (${liar.kind})`)
  }
  return { atMs: entry.at, core, withinMs: entry.duration('within') }
}

/** The fields of one fault, as far as its kind has them. */
class Entry {
  readonly #fields: JsonObject
  readonly #known: ReadonlySet<string>

  constructor(fields: JsonObject, known: ReadonlySet<string>) {
    this.#fields = fields
    this.#known = known
  }

  has(key: string): boolean {
    return this.#fields.has(key)
  }

  get peer(): string {
    return this.#peer(this.#field('peer'))
  }

  peers(key: string): string[] {
    const list = readList(this.#field(key), `"${key}"`, MAX_PEERS)
    if (list.length > 0) return list.map(field => this.#peer(field))
    throw new LineError(this.#field(key).line, `"${key}" names nobody`)
  }

  get at(): Millis {
    return this.duration('at')
  }

  get by(): Millis {
    return this.duration('by')
  }

  get share(): number {
    return readParsed(this.#field('share'), '"share"', parsePercent)
  }

  get span(): { readonly atMs: Millis; readonly forMs: Millis | undefined } {
    return { atMs: this.at, forMs: this.optionalDuration('for') }
  }

  duration(key: string): Millis {
    return readParsed(this.#field(key), `"${key}"`, parseDuration)
  }

  optionalDuration(key: string): Millis | undefined {
    return this.has(key) ? this.duration(key) : undefined
  }

  flag(key: string): boolean {
    return this.has(key) && readFlag(this.#field(key), `"${key}"`)
  }

  oneOf<T extends string>(key: string, choices: readonly T[]): T {
    return readOneOf(this.#field(key), `"${key}"`, choices)
  }

  #peer(field: Json): string {
    const name = readText(field, 'a peer')
    if (this.#known.has(name)) return name
    throw new LineError(field.line, `"${name}" is no peer of the topology`)
  }

  #field(key: string): Json {
    return this.#fields.get(key) as Json
  }
}
