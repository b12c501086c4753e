/** What the worker tells, in the person's language. */

import { inWords } from '../../shared/base/faults.ts'
import type { FileFault } from '../../shared/base/file-faults.ts'
import { lab } from '../language/lab.ts'
import { labSetup } from '../language/lab-setup.ts'
import { localeNow } from '../language/language.ts'
import type { InEnglish } from '../share/saying.ts'
import type { Why } from './worker/why.ts'

export function whyInWords(why: Why): string | InEnglish {
  if ('english' in why) return why
  const texts = lab.texts.trouble
  switch (why.is) {
    case 'bad-file':
      return labSetup.texts.files.unusable({ ...why, why: faultInWords(why.fault) })
    case 'bad-value':
      return valueInWords(why.fault)
    case 'bad-sweep':
      return sweepInWords(why)
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

/** Without its full stop. */
const faultInWords = (fault: FileFault): string => inWords(labSetup.texts.files.fileFaults, fault)

function valueInWords(fault: FileFault): string | InEnglish {
  const words = faultInWords(fault)
  const sentence = `${words.charAt(0).toLocaleUpperCase(localeNow())}${words.slice(1)}.`
  return fault.is === 'other' ? { english: sentence } : sentence
}

function sweepInWords({ fault, inner }: Extract<Why, { is: 'bad-sweep' }>): string {
  const { sweepFaults } = labSetup.texts.files
  return inWords(
    sweepFaults,
    inner && 'why' in fault ? { ...fault, why: faultInWords(inner) } : fault,
  )
}
