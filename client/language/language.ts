/** Which language the page speaks: the one chosen by hand, else the first of the browser's that there is. */
import { batch, signal } from '@preact/signals'

interface Spoken {
  /** In itself: who looks for it may read no other. */
  readonly name: string
  /** For `Intl`. English is written with the day before the month and without a comma before "and". */
  readonly locale: string
}

export const LANGUAGES = {
  en: { name: 'English', locale: 'en-GB' },
  el: { name: 'Ελληνικά', locale: 'el' },
  ca: { name: 'Català', locale: 'ca' },
  es: { name: 'Español', locale: 'es' },
  de: { name: 'Deutsch', locale: 'de' },
} as const satisfies Record<string, Spoken>

export type Language = keyof typeof LANGUAGES

export const DEFAULT_LANGUAGE: Language = 'en'

/** Whoever reads it is drawn anew when another is chosen. */
export const language = signal<Language>(DEFAULT_LANGUAGE)

export const localeNow = (): string => LANGUAGES[language.value].locale

const isLanguage = (name: string | null | undefined): name is Language =>
  name != null && Object.hasOwn(LANGUAGES, name)

/** 'el-CY' is Greek. */
function bestOf(preferred: readonly string[]): Language {
  const known = preferred.map(tag => tag.toLowerCase().split('-')[0]).find(isLanguage)
  return known ?? DEFAULT_LANGUAGE
}

const KEY = 'tabswarm.language'

/** Storage throws where cookies are blocked: then the browser's own is spoken. */
function remembered(): Language | undefined {
  try {
    const name = localStorage.getItem(KEY)
    return isLanguage(name) ? name : undefined
  } catch (error) {
    console.warn('The language that was chosen before cannot be read.', error)
    return undefined
  }
}

function remember(chosen: Language): void {
  try {
    localStorage.setItem(KEY, chosen)
  } catch (error) {
    console.warn('The language that was chosen cannot be kept.', error)
  }
}

/** The texts of a part of the page. */
interface Texts {
  has(language: Language): boolean
  load(language: Language): Promise<void>
}

/** What is shown, or was: all of it changes its language at once. */
const inUse = new Set<Texts>()

/** Resolves once these are there, in the language that is spoken then. */
export async function bring(texts: Texts): Promise<void> {
  inUse.add(texts)
  while (!texts.has(language.peek())) await texts.load(language.peek())
}

let latest: Language | undefined

/** Whether it holds: another may be chosen meanwhile. Rejects where its texts cannot be loaded: then the page goes on in the language it has. */
async function change(next: Language): Promise<boolean> {
  latest = next
  const missing = () => [...inUse].filter(texts => !texts.has(next))
  while (missing().length > 0) await Promise.all(missing().map(texts => texts.load(next)))
  if (latest !== next) return false
  batch(() => {
    language.value = next
    document.documentElement.lang = next
  })
  return true
}

export async function chooseLanguage(next: Language): Promise<void> {
  if (await change(next)) remember(next)
}

/** To be called first of all: begins to load these in the person's language, and follows it. */
export async function speak(...texts: readonly Texts[]): Promise<void> {
  const follow = () =>
    change(remembered() ?? bestOf(navigator.languages)).catch(error =>
      console.warn('The language could not be followed.', error),
    )
  window.addEventListener('languagechange', () => void follow())
  // Chosen in another tab.
  window.addEventListener('storage', ({ key }) => void (key === KEY && follow()))
  for (const each of texts) inUse.add(each)
  await change(remembered() ?? bestOf(navigator.languages))
}
