/**
 * What reaches a page as a sentence alone, from the server or through a torrent's view: a page that speaks
 * another language knows it again by that.
 */
import { REFUSALS } from '../../shared/tracker/refusals.ts'

export { torrentFaultIn } from '../../shared/torrent/info.ts'

/** Of the line to the server, where it does not say so itself. */
export const LINE_SENTENCES = {
  unreachable: 'The server cannot be reached. Trying again until it is back.',
  'no answer': 'The server did not answer. Trying again.',
  'strange answer': 'The server gave an answer this page does not know. Reload the page.',
  'taken over':
    'Another connection has shown that it is this tab. Reload the page to take part again.',
} as const

const SERVER_SENTENCES = { ...REFUSALS, ...LINE_SENTENCES }

export type ServerSentence = keyof typeof SERVER_SENTENCES

/** Undefined: of another version, or of another program. */
export const serverSentenceIn = (sentence: string): ServerSentence | undefined =>
  (Object.keys(SERVER_SENTENCES) as ServerSentence[]).find(
    each => SERVER_SENTENCES[each] === sentence,
  )
