/** Which files are found by what a person types, and by kind. */
import type { Info } from '../../../shared/torrent/info.ts'
import { KINDS, type Kind, kindOf } from './kinds.ts'

export interface Search {
  readonly text: string
  /** Undefined: any. */
  readonly kind: Kind | undefined
}

export const isSearching = ({ text, kind }: Search): boolean =>
  text.trim() !== '' || kind !== undefined

/** Computed once for each torrent, the texts when somebody types. */
const kinds = new WeakMap<Info, readonly Kind[]>()
const texts = new WeakMap<Info, readonly string[]>()

function once<T>(known: WeakMap<Info, T>, info: Info, make: () => T): T {
  const made = known.get(info) ?? make()
  known.set(info, made)
  return made
}

const kindsOf = (info: Info): readonly Kind[] =>
  once(kinds, info, () => info.files.map(({ path }) => kindOf(path.at(-1) ?? '')))

const textsOf = (info: Info): readonly string[] =>
  once(texts, info, () => info.files.map(({ path }) => plain(path.join('/'))))

/** Without accents and case: "Café" is found by "cafe". */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLocaleLowerCase()

/** Each word that was typed has to be in the name or in a folder's; between commas, those of one part. */
export function finder(info: Info, { text, kind }: Search): (index: number) => boolean {
  const kinds = kindsOf(info)
  const wanted = plain(text)
    .split(',')
    .map(part => part.split(/\s+/).filter(Boolean))
    .filter(({ length }) => length > 0)
  const texts = wanted.length > 0 ? textsOf(info) : []
  return index =>
    (kind === undefined || kinds[index] === kind) &&
    (wanted.length === 0 || wanted.some(words => words.every(word => texts[index]?.includes(word))))
}

/** How many there are of each kind that there is. */
export function countKinds(info: Info): readonly (readonly [kind: Kind, count: number])[] {
  const counts = new Map<Kind, number>()
  for (const kind of kindsOf(info)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return KINDS.flatMap(kind => {
    const count = counts.get(kind)
    return count === undefined ? [] : [[kind, count] as const]
  })
}
