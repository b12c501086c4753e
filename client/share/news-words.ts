/** What has happened to a share between two looks, for a screen reader. */
import { number } from '../language/format.ts'
import { share } from '../language/share.ts'
import { peerName } from './names.ts'
import { isDone, type Receiver, type Receivers } from './receivers.ts'

type News = keyof Omit<(typeof share.texts)['news'], 'andMore'>

/** Undefined: nothing. */
export function newsInWords(before: Receivers, now: Receivers, name: string): string | undefined {
  const known = new Map(before.list.map(each => [each.remote, each]))
  const came: Receiver[] = []
  const done: Receiver[] = []
  const left: Receiver[] = []
  for (const each of now.list) {
    const was = known.get(each.remote)
    if (isDone(each) && (!was || !isDone(was))) done.push(each)
    else if (was === undefined) came.push(each)
    if (each.where === 'left' && was?.where === 'here') left.push(each)
  }
  const having = (has: Receiver['has'], who: readonly Receiver[]) =>
    who.filter(each => each.has === has)
  const news: readonly (readonly [News, readonly Receiver[]])[] = [
    ['opened', came],
    ['hasAll', having('everything', done)],
    ['hasChosen', having('chosen', done)],
    ['leftWithAll', having('everything', left)],
    ['leftWithChosen', having('chosen', left)],
    ['leftWithout', having('part', left)],
  ]
  const sentences = news
    .filter(([, who]) => who.length > 0)
    .map(([what, who]) => share.texts.news[what]({ who: namesOf(who), count: who.length, name }))
  return sentences.length > 0 ? sentences.join(' ') : undefined
}

function namesOf([first, ...more]: readonly Receiver[]): string {
  const name = first ? peerName(first.remote) : ''
  return more.length > 0 ? share.texts.news.andMore({ name, more: number(more.length) }) : name
}
