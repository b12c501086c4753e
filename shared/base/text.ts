/**
 * Text from remotes without characters that nobody sees and that change how the rest is read. Not
 * HTML-escaped.
 */
/** Control characters, line and paragraph separators, bidi marks and overrides (UAX 9), BOM. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
const ALL_INVISIBLE = new RegExp(INVISIBLE, 'g')
const LONE_SURROGATE = /\p{Cs}/gu

export const hasInvisible = (text: string): boolean => INVISIBLE.test(text)

/** False for a string that UTF-8 cannot express, and that encodeURIComponent would throw on. */
export const isWellFormed = (text: string): boolean => text.search(LONE_SURROGATE) < 0

/** For logs: invisible characters as JSON writes them (`\\u202e`), so that none is an order to a terminal. */
export const escapeInvisible = (text: string): string =>
  text.replace(ALL_INVISIBLE, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** At most `maxLength` UTF-16 units of the text, well formed, and without invisible characters and padding. */
export const harmlessText = (text: string, maxLength: number): string =>
  withoutPadding(
    text.slice(0, maxLength).replace(ALL_INVISIBLE, '').replace(LONE_SURROGATE, '\ufffd'),
  )

/** Hebrew with vowels and accents has up to four marks on a letter, Tibetan and Vietnamese fewer. */
const MAX_MARKS_IN_A_ROW = 5
/** Two blanks after a full stop are a habit; more push what follows out of sight. */
const MAX_BLANKS_IN_A_ROW = 2

/** Scripts in which ZWNJ and ZWJ decide how letters join (UAX 31, 2.3). */
const JOINING =
  'Arab Syrc Mong Nkoo Mand Phag Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Java Bali Cakm'
    .split(' ')
    .map(script => `\\p{Script=${script}}`)
    .join('')

/** What uses invisible characters (DI: default ignorable) as it should: longest first, for the first that matches is taken. */
const LEGITIMATE = [
  // Flags of regions: a black flag, tags, the end of the tags (UTS 51).
  '\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,6}\\u{E007F}',
  // Keycaps, and emoji with a presentation, a skin tone, and others joined to them.
  '[0-9#*]\\uFE0F\\u20E3',
  '\\p{ExtPict}[\\uFE0E\\uFE0F\\p{EMod}]?(?:\\u200D\\p{ExtPict}[\\uFE0F\\p{EMod}]?)*',
  // A variant of an ideograph (UTS 37), of a Mongolian letter.
  '\\p{Unified_Ideograph}[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
  '(?!\\p{DI})\\p{Script=Mong}[\\u180B-\\u180F]',
  // One joiner between two letters of scripts that join.
  `(?!\\p{DI})[${JOINING}][\\u200C\\u200D](?!\\p{DI})(?=[${JOINING}])`,
].join('|')

/** Private use, unassigned, annotations, and what is drawn as nothing at all, such as Hangul fillers. */
const UNSEEN = new RegExp(
  `(${LEGITIMATE})|(?!${INVISIBLE.source})[\\p{Co}\\p{Cn}\\p{DI}\\uFFF9-\\uFFFC]`,
  'gu',
)
const JOINERS = /([\u200c\u200d])[\u200c\u200d]+/g
const MARKS = new RegExp(`(\\p{M}{${MAX_MARKS_IN_A_ROW}})\\p{M}+`, 'gu')
/** The Braille pattern without dots and the musical null are as blank as a space. */
const BLANK = '[\\p{Zs}\\u2800\\u{1D159}]'
const BLANKS = new RegExp(`${BLANK}{${MAX_BLANKS_IN_A_ROW + 1},}|${BLANK}{2,}(?=\\.)`, 'gu')
/** An ordinary space at the end is for who names files to judge. */
const LAST_BLANKS = new RegExp(`(?:(?! )${BLANK})+$`, 'u')
const ASCII = /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/

/**
 * The text as it looks: without fillers, without floods of combining marks, and with one space for a
 * run of blanks that would push its end out of sight. Emoji, flags, and the joiners of Persian and
 * Indic scripts stay. What `hasInvisible` finds stays too: it may be a reason to refuse the text.
 */
export function withoutPadding(text: string): string {
  let after = text
  // Each turn shortens it; what is taken out may bring together what is to be taken out next.
  for (let before = ''; after !== before; ) {
    before = after
    if (ASCII.test(after)) break
    after = after
      .replace(JOINERS, '$1')
      .replace(UNSEEN, (_, legitimate?: string) => legitimate ?? '')
      .replace(MARKS, '$1')
      .replace(BLANKS, ' ')
      .replace(LAST_BLANKS, '')
  }
  return after
}
