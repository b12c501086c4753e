/** What went wrong with peers of a run, in the person's language: results and their files have it in English. */
import { number } from '../language/format.ts'
import { labView } from '../language/lab-view.ts'
import type { InEnglish } from '../share/saying.ts'

const UNFINISHED = /^(\d+) did not finish by ([\d.]+) ms: (.+)\.$/
const NOT_FINISHED = /^(.+) did not finish\.$/
const GONE = /^The tab of (.+) is gone\.$/
const SPOILT = /^(.+) stored a piece that is not the torrent's\.$/

export function failureInWords(failure: string): string | InEnglish {
  const texts = labView.texts.failure
  const [, count, ms = '', names = ''] = UNFINISHED.exec(failure) ?? []
  if (count !== undefined)
    return texts.unfinished({ count: Number(count), ms: number(Number(ms)), names })
  const notFinished = NOT_FINISHED.exec(failure)?.[1]
  if (notFinished !== undefined) return texts.notFinished(notFinished)
  const gone = GONE.exec(failure)?.[1]
  if (gone !== undefined) return texts.gone(gone)
  const spoilt = SPOILT.exec(failure)?.[1]
  return spoilt === undefined ? { english: failure } : texts.spoilt(spoilt)
}
