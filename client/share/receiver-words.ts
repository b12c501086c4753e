/** What became of a share, in sentences: on its screen, and in the list of who was here. */
import type { TorrentView } from '../host/api.ts'
import { formatMoment } from '../language/format.ts'
import { sharing } from '../language/sharing.ts'
import { percentOf } from './format.ts'
import { countDone, isDone, type Receiver, type Receivers } from './receivers.ts'

/** Whether the one who shares may go. Not while somebody still needs something: what others say they have is their word. */
export function outcomeInWords({ dependents }: TorrentView, receivers: Receivers): string {
  const texts = sharing.texts.receivers
  const have = haveInWords(receivers)
  if (have === undefined) return texts.keepOpen
  if (dependents > 0) return texts.keepOpenFor({ have, count: dependents })
  return receivers.list.some(each => isDone(each) && each.where === 'here')
    ? texts.mayClose(have)
    : texts.mayCloseUnless(have)
}

/** '2 people have everything'; undefined: nobody has all that they want. */
function haveInWords(receivers: Receivers): string | undefined {
  const texts = sharing.texts.receivers
  const { everything, chosen } = countDone(receivers)
  if (everything === 0) return chosen > 0 ? texts.haveChosen(chosen) : undefined
  const all = texts.haveEverything(everything)
  return chosen === 0 ? all : texts.haveBoth({ everything: all, count: chosen })
}

/** Of one who has gone: 'has everything, left at 02:41'. */
export function goneInWords(
  { has, where, heldCount, seenMs }: Receiver,
  pieceCount: number,
  nowMs: number,
): string {
  const texts = sharing.texts.receivers
  const moment = formatMoment(seenMs, nowMs)
  const when = where === 'left' ? texts.left(moment) : texts.lastSeen(moment)
  if (has === 'everything') return texts.hasEverything(when)
  if (has === 'chosen') return texts.hasChosen(when)
  if (heldCount === 0) return texts.gotNothing(when)
  return texts.hasPart({ share: percentOf(heldCount, pieceCount), when })
}
