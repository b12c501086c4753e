/** What was left out of a link, in sentences. Loaded only for links that are not perfect. */
import { unreachable } from '../../shared/base/assert.ts'
import type { LinkNote } from '../host/api.ts'
import { errors } from '../language/errors.ts'
import { language } from '../language/language.ts'
import { sharing } from '../language/sharing.ts'

export const notesInWords = (notes: readonly LinkNote[]): string =>
  [...new Set(notes.map(noteInWords))].join(' ')

function noteInWords(note: LinkNote): string {
  const { link } = sharing.texts
  switch (note.kind) {
    case 'several':
      return link.several(note.count)
    case 'too-many':
      return link.tooMany(note.count)
    case 'bare-code':
      return link.bareCode
    case 'damaged':
      return link.damaged(partOf(note.parameter))
    case 'left-out':
      return link.leftOut(partOf(note.parameter))
    case 'refused':
      // English says it more exactly.
      return link.refused(language.value === 'en' ? note.reason : errors.texts.link[note.fault])
    default:
      return unreachable(note)
  }
}

function partOf(parameter: string): string {
  const { parts } = sharing.texts.link
  return Object.hasOwn(parts, parameter) ? parts[parameter as keyof typeof parts] : parts.other
}
