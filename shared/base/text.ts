/** Text from remotes without invisible characters that change how the rest is read. Not HTML-escaped. */
/** Control characters, line and paragraph separators, bidi marks and overrides (UAX 9), BOM. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
const ALL_INVISIBLE = new RegExp(INVISIBLE, 'g')
const LONE_SURROGATE = /\p{Cs}/gu

export const hasInvisible = (text: string): boolean => INVISIBLE.test(text)

/** False for a string that UTF-8 cannot express, and that encodeURIComponent would throw on. */
export const isWellFormed = (text: string): boolean => text.search(LONE_SURROGATE) < 0

/** At most `maxLength` UTF-16 units of the text, well formed and without invisible characters. */
export const harmlessText = (text: string, maxLength: number): string =>
  text.slice(0, maxLength).replace(ALL_INVISIBLE, '').replace(LONE_SURROGATE, '\ufffd')
