/** What was left out of a link, in sentences. Loaded only for links that are not perfect. */
import { unreachable } from '../../shared/base/assert.ts'
import type { LinkNote } from '../host/api.ts'
import { countOf } from './format.ts'

export const notesInWords = (notes: readonly LinkNote[]): string =>
  [...new Set(notes.map(noteInWords))].join(' ')

const PARTS: Readonly<Record<string, string>> = {
  dn: 'The name',
  tr: 'The address of a server',
  ws: 'The address of a web server',
  so: 'The choice of files',
  xl: 'The size',
}

function noteInWords(note: LinkNote): string {
  switch (note.kind) {
    case 'several':
      return `This text has ${note.count} links: each is opened, and the last is shown.`
    case 'too-many':
      return `${countOf(note.count, 'more link in it was', 'more links in it were')} not opened: paste the rest by itself.`
    case 'bare-code':
      return 'This text has only a code, no whole link: the name and where others are found are not known.'
    case 'damaged':
      return `${PARTS[note.parameter] ?? 'A part'} in this link is damaged, and was read as well as could be.`
    case 'left-out':
      return `${PARTS[note.parameter] ?? 'A part'} in this link is damaged, and was left out.`
    case 'refused':
      return `Another link in this text was not opened. ${note.reason}`
    default:
      return unreachable(note)
  }
}
