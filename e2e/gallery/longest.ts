/** In which language the texts are longest: there a screen that fits everywhere has to fit. */
import ca from '../../client/language/ca/share.ts'
import caSharing from '../../client/language/ca/sharing.ts'
import de from '../../client/language/de/share.ts'
import deSharing from '../../client/language/de/sharing.ts'
import el from '../../client/language/el/share.ts'
import elSharing from '../../client/language/el/sharing.ts'
import en from '../../client/language/en/share.ts'
import enSharing from '../../client/language/en/sharing.ts'
import es from '../../client/language/es/share.ts'
import esSharing from '../../client/language/es/sharing.ts'
import type { Language } from '../../client/language/language.ts'

const TEXTS: Record<Language, readonly object[]> = {
  en: [en, enSharing],
  el: [el, elSharing],
  ca: [ca, caSharing],
  es: [es, esSharing],
  de: [de, deSharing],
}

/** In letters, of what is a text without parameters. */
const lengthOf = (texts: unknown): number => {
  if (typeof texts === 'string') return texts.length
  if (typeof texts !== 'object' || texts === null) return 0
  return Object.values(texts).reduce((sum: number, each) => sum + lengthOf(each), 0)
}

export function longestLanguage(): Language {
  const lengths = Object.entries(TEXTS).map(([language, texts]) => [language, lengthOf(texts)])
  const [longest] = lengths.sort(([, a], [, b]) => Number(b) - Number(a))
  return longest?.[0] as Language
}
