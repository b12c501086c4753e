/** What the page has to tell, kept as what says it: it follows the language that is chosen meanwhile. */
import { signal } from '@preact/signals'
import { HostError, type HostErrorCode } from '../host/api.ts'

/** There is no sentence but this. */
export interface InEnglish {
  readonly english: string
}

export type Say = () => string | InEnglish

export class Saying {
  readonly #say = signal<Say | undefined>(undefined)

  /** As it is said now. */
  get value(): string | undefined {
    const said = this.#say.value?.()
    return typeof said === 'object' ? said.english : said
  }

  /** Of the sentence, where it is not the page's. */
  get lang(): 'en' | undefined {
    return typeof this.#say.value?.() === 'object' ? 'en' : undefined
  }

  /** Undefined: nothing any more. */
  get say(): Say | undefined {
    return this.#say.value
  }

  set say(say: Say | undefined) {
    this.#say.value = say
  }
}

/** A refusal of the page itself, in the person's language. */
export class PageError extends HostError {
  readonly say: () => string
  constructor(code: HostErrorCode, say: () => string, options?: ErrorOptions) {
    super(code, say(), options)
    this.say = say
  }
}
