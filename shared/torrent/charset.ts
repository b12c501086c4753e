/** Which encoding the names of a torrent are in, as programs say it beside them; UTF-8 needs no word. */
import type { BencodeValue } from '../wire/bencode.ts'

/** In UTF-16 units: longer than any name of an encoding. */
const MAX_LABEL_LENGTH = 40

/** Numbers of Windows, which BitComet writes as `codepage` and others as `CP936`; by the names of the web. */
const CODEPAGES: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  51932: 'euc-jp',
  51949: 'euc-kr',
  54936: 'gb18030',
}

/** Undefined if it says nothing that UTF-8 does not say. */
export function charsetLabel(said: string | undefined): string | undefined {
  const label = said?.trim().slice(0, MAX_LABEL_LENGTH)
  if (!label || /^utf-?8$/i.test(label)) return undefined
  const codepage = /^(?:cp|ms|windows|x-cp)?[-_ ]?(\d{3,5})$/i.exec(label)?.[1]
  return (codepage && nameOf(Number(codepage))) || label
}

export const charsetOfCodepage = (codepage: BencodeValue | undefined): string | undefined =>
  typeof codepage === 'number' ? nameOf(codepage) : undefined

const nameOf = (codepage: number): string | undefined =>
  codepage >= 1250 && codepage <= 1258 ? `windows-${codepage}` : CODEPAGES[codepage]
