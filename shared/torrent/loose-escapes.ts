/** Undoes what mail, chats, web pages and programs do to a link on its way. */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  colon: ':',
  quest: '?',
  equals: '=',
  percnt: '%',
  num: '#',
  sol: '/',
  period: '.',
  lowbar: '_',
  shy: '',
  zwnj: '',
  zwj: '',
  semi: ';',
  comma: ',',
  lpar: '(',
  rpar: ')',
  plus: '+',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  szlig: 'ß',
  aelig: 'æ',
  oslash: 'ø',
}
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi
/** Old pages and programs leave out the semicolon: browsers read it all the same. */
const OPEN_AMP = /&amp(?=(?:xt|dn|xl|tr|so|ws|as|xs|kt|mt)(?:\.\d{1,9})?=)/gi
/** An entity of an entity, and so on: more turns than any mail takes. */
const MAX_TURNS = 5

/** `&amp;` -> `&`, however often it was escaped. */
export function undoEntities(text: string): string {
  let after = text
  for (let turn = 0, before = ''; turn < MAX_TURNS && after !== before; turn++) {
    before = after
    after = after.replace(
      ENTITY,
      (whole, decimal?: string, hex?: string, name?: string) =>
        character(decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined) ??
        letter(name) ??
        ENTITIES[name?.toLowerCase() ?? ''] ??
        whole,
    )
  }
  return after.replace(OPEN_AMP, '&')
}

/** What accents are called in the names of letters, and their combining characters. */
const ACCENTS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
}
const LETTER = /^([a-z])(grave|acute|circ|tilde|uml|ring|cedil|caron)$/i

/** `eacute` -> é: as PHP writes the letters of Latin-1. */
function letter(entity = ''): string | undefined {
  const [, base, accent = ''] = LETTER.exec(entity) ?? []
  return base && `${base}${ACCENTS[accent.toLowerCase()] ?? ''}`.normalize('NFC')
}

const character = (code: number | undefined): string | undefined =>
  code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : undefined

/** Escapes of programs (`\u0026`, `\x26`, `\/`) and of Markdown (`\_`). */
export const undoBackslashes = (text: string): string =>
  text
    .replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (_, long?: string, short?: string) =>
      String.fromCharCode(Number.parseInt((long ?? short) as string, 16)),
    )
    .replace(/\\[nrt]/g, '\n')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')

/** Quoted-printable (RFC 2045, 6.7), as the source of a mail has it. */
export const undoQuotedPrintable = (text: string): string =>
  /xt=3D(?:u|=)/i.test(text)
    ? text
        .replace(/=[ \t]*\r?\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => `%${hex}`)
        .replace(/%(3D|26|3A|3F|2F|2E|23|25)/gi, sign => decodeURIComponent(sign))
    : text

export interface Decoded {
  readonly text: string
  /** Something was cut off, or guessed. A % that begins no escape stays as it is. */
  readonly isDamaged: boolean
}

/** Percent-decodes what can be decoded. */
export function decodeLoosely(text: string): Decoded {
  const plain = text.replace(/%u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  // An escape of which one digit is there, at the end.
  const whole = plain.replace(/%[0-9a-f]$/i, '')
  let isDamaged = whole !== plain
  const decoded = whole.replace(/(?:%[0-9a-f]{2})+/gi, (run, at: number) => {
    const bytes = Uint8Array.from(run.match(/[^%]{2}/g) ?? [], hex => Number.parseInt(hex, 16))
    const utf8 = decodedAs('utf-8', bytes)
    if (utf8 !== undefined) return utf8
    isDamaged = true
    const isLast = at + run.length === whole.length
    return (isLast ? withoutCutLetter(bytes) : undefined) ?? decodedAs('windows-1252', bytes) ?? ''
  })
  return { text: decoded, isDamaged }
}

/** UTF-8 but for its last letter, of which the end is missing. Otherwise it is as old programs wrote it. */
function withoutCutLetter(bytes: Uint8Array): string | undefined {
  for (let cut = 1; cut <= 3 && cut <= bytes.length; cut++) {
    const lead = bytes[bytes.length - cut] as number
    // Alone, the lead of three or four bytes is a letter of windows-1252 rather.
    const isLead = cut === 1 ? lead >= 0xc2 && lead < 0xe0 : lead >= 0xe0 && lead < 0xf5
    const before = isLead ? decodedAs('utf-8', bytes.subarray(0, -cut)) : undefined
    if (before !== undefined) return before
  }
  return undefined
}

function decodedAs(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
