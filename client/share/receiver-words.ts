/** What became of a share, in sentences: on its screen, in the list of who was here, and aloud. */
import type { TorrentView } from '../host/api.ts'
import { countOf, formatMoment, percentOf } from './format.ts'
import { peerName } from './names.ts'
import { countDone, isDone, type Receiver, type Receivers } from './receivers.ts'

/** Whether the one who shares may go. Not while somebody still needs something: what others say they have is their word. */
export function outcomeInWords({ dependents }: TorrentView, receivers: Receivers): string {
  const have = haveInWords(receivers)
  if (have === undefined) return 'Keep this tab open: the others get the file from here.'
  if (dependents > 0)
    return `Keep this tab open: ${have}, and ${countOf(dependents, 'other still needs', 'others still need')} it.`
  return receivers.list.some(each => isDone(each) && each.where === 'here')
    ? `${have}. You may close this tab.`
    : `${have}. You may close this tab, unless somebody else is to get it.`
}

/** '2 people have everything'; undefined: nobody has all that they want. */
function haveInWords(receivers: Receivers): string | undefined {
  const { everything, chosen } = countDone(receivers)
  const chose = 'what they chose'
  if (everything === 0)
    return chosen > 0 ? `${countOf(chosen, 'person has', 'people have')} ${chose}` : undefined
  const all = `${countOf(everything, 'person has', 'people have')} everything`
  if (chosen === 0) return all
  return `${all} and ${countOf(chosen, 'has', 'have')} ${chose}`
}

/** Of one who has gone: 'has everything, left at 02:41'. */
export function goneInWords(
  { has, where, heldCount, seenMs }: Receiver,
  pieceCount: number,
  nowMs: number,
): string {
  const at = `${where === 'left' ? 'left' : 'last seen'} at ${formatMoment(seenMs, nowMs)}`
  if (has === 'everything') return `has everything, ${at}`
  if (has === 'chosen') return `has what they chose, ${at}`
  if (heldCount === 0) return `opened the link and got nothing, ${at}`
  return `has ${percentOf(heldCount, pieceCount)} %, ${at}`
}

/** What has happened between two looks, for a screen reader; undefined: nothing. */
export function newsInWords(before: Receivers, now: Receivers, name: string): string | undefined {
  const known = new Map(before.list.map(each => [each.remote, each]))
  const all = `all of ${name}`
  const chosen = `what they chose of ${name}`
  const came: Receiver[] = []
  const done: Receiver[] = []
  const left: Receiver[] = []
  for (const each of now.list) {
    const was = known.get(each.remote)
    if (isDone(each) && (!was || !isDone(was))) done.push(each)
    else if (was === undefined) came.push(each)
    if (each.where === 'left' && was?.where === 'here') left.push(each)
  }
  const say = (who: readonly Receiver[], one: string, many: string, what: string) =>
    who.length > 0 && `${namesOf(who)} ${who.length === 1 ? one : many} ${what}.`
  const parts = (who: readonly Receiver[], ...verb: [string, string]) => [
    say(
      who.filter(({ has }) => has === 'everything'),
      ...verb,
      all,
    ),
    say(
      who.filter(({ has }) => has === 'chosen'),
      ...verb,
      chosen,
    ),
  ]
  const sentences = [
    say(came, 'has', 'have', `opened the link to ${name}`),
    ...parts(done, 'has', 'have'),
    ...parts(left, 'has left with', 'have left with'),
    say(
      left.filter(({ has }) => has === 'part'),
      'has',
      'have',
      `left without ${all}`,
    ),
  ].filter(sentence => sentence !== false)
  return sentences.length > 0 ? sentences.join(' ') : undefined
}

function namesOf([first, ...more]: readonly Receiver[]): string {
  const name = first ? peerName(first.remote) : ''
  return more.length > 0 ? `${name} and ${more.length} more` : name
}
