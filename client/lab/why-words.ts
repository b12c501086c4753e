/** What the worker tells, in the person's language. */
import { lab } from '../language/lab.ts'
import type { InEnglish } from '../share/saying.ts'
import type { Why } from './worker/why.ts'

export function whyInWords(why: Why): string | InEnglish {
  if ('english' in why) return why
  const texts = lab.texts.trouble
  switch (why.is) {
    case 'torrent-too-large':
      return texts.torrentTooLarge(why)
    case 'limit-too-short':
      return texts.limitTooShort(why)
    case 'last-too-late':
      return texts.lastTooLate(why)
    case 'too-many-peers':
      return texts.tooManyPeers(why)
    case 'stopped':
      return texts.stopped(why.reason)
    default:
      return texts.why[why.is]
  }
}
