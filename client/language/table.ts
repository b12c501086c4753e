/** The texts of a part of the page: loaded in the language that is spoken, and in no other. */
import { signal } from '@preact/signals'
import { assert } from '../../shared/base/assert.ts'
import { bring, type Language, language } from './language.ts'

type Loaders<Texts> = Readonly<Record<Language, () => Promise<{ readonly default: Texts }>>>

export class Table<Texts> {
  readonly #loaders: Loaders<Texts>
  readonly #loaded = signal<ReadonlyMap<Language, Texts>>(new Map())

  /** Each language is a file of its own. */
  constructor(loaders: Loaders<Texts>) {
    this.#loaders = loaders
  }

  /** In the language that is spoken: to be read at each drawing, as another may be chosen. */
  get texts(): Texts {
    const texts = this.#loaded.value.get(language.value)
    assert(texts !== undefined, 'texts that nobody has loaded')
    return texts
  }

  has(language: Language): boolean {
    return this.#loaded.value.has(language)
  }

  async load(language: Language): Promise<void> {
    this.put(language, (await this.#loaders[language]()).default)
  }

  /** Resolves once `texts` may be read. */
  bring(): Promise<void> {
    return bring(this)
  }

  put(language: Language, texts: Texts): void {
    this.#loaded.value = new Map(this.#loaded.peek()).set(language, texts)
  }
}
