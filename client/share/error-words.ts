/** Refusals of what is below the page, in the person's language. In English their own sentences say most. */
import type { TorrentFault } from '../../shared/torrent/info.ts'
import { type HostError, UnreadableError } from '../host/api.ts'
import { serverSentenceIn, torrentFaultIn } from '../host/sentences.ts'
import { STORE_SENTENCES } from '../host/storage/piece-store.ts'
import { errors } from '../language/errors.ts'
import { language } from '../language/language.ts'
import { laterWith } from './later-with.ts'
import { quoted } from './quoted.ts'
import { type InEnglish, PageError } from './saying.ts'

/** Loaded ahead, and where there is something to say. */
const loadTexts = laterWith([errors], async () => undefined)

/** Whether they are there: until then it is said in English. */
function hasTexts(): boolean {
  if (errors.has(language.value)) return true
  loadTexts().catch(error => console.warn('An error is told in English.', error))
  return false
}

export function errorInWords(error: HostError): string | InEnglish {
  if (error instanceof PageError) return error.say()
  if (language.value === 'en') return error.message
  return (hasTexts() ? translated(error) : undefined) ?? { english: error.message }
}

function translated(error: HostError): string | undefined {
  const texts = errors.texts
  const { code, detail } = error
  if (error instanceof UnreadableError) return unreadable(error)
  if (detail === undefined)
    return code in texts.codes ? texts.codes[code as keyof typeof texts.codes] : undefined
  switch (detail.kind) {
    case 'limit':
      return texts.limit(detail.leastBytesPerSec)
    case 'line-rate':
      return texts.lineRate(detail)
    case 'line-delay':
      return texts.lineDelay(detail.mostMs)
    case 'line-loss':
      return texts.lineLoss(detail.mostPercent)
    case 'upload-slots':
      return texts.uploadSlots(detail.most)
    case 'pieces-at-once':
      return texts.piecesAtOnce(detail.most)
    case 'block-bytes':
      return texts.blockBytes(detail)
    case 'unusable':
      return unusable(detail.fault)
    case 'link':
      return texts.link[detail.fault]
    default:
      return texts.others[detail.kind]
  }
}

function unreadable({ files }: UnreadableError): string {
  const names = files.map(({ path }) => path.at(-1) ?? '')
  return names.length === 1
    ? errors.texts.unreadableOne(quoted(names))
    : errors.texts.unreadable(quoted(names, 1))
}

/** Why a torrent is stuck, as its view says: a text alone. */
export function troubleInWords(trouble: string): string | InEnglish {
  if (language.value === 'en') return trouble
  if (!hasTexts()) return { english: trouble }
  const fault = torrentFaultIn(trouble)
  if (fault !== undefined) return unusable(fault)
  const known = Object.entries(STORE_SENTENCES).find(([, sentence]) => sentence === trouble)
  return known
    ? errors.texts.storage[known[0] as keyof typeof STORE_SENTENCES]
    : { english: trouble }
}

/** What the server refuses, or why it is not heard. Undefined: another program says so, in its own words. */
export function serverInWords(sentence: string): string | InEnglish | undefined {
  const known = serverSentenceIn(sentence)
  if (known === undefined) return /[.!?]$/.test(sentence) ? { english: sentence } : undefined
  if (language.value === 'en') return sentence
  return hasTexts() ? errors.texts.server[known] : { english: sentence }
}

const unusable = (fault: TorrentFault): string =>
  errors.texts.unusable(errors.texts.torrentFaults[fault])
