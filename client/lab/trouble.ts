/** How a failure ends: as a sentence on the page, with one thing that a person can do about it. */
import { common } from '../language/common.ts'
import { lab } from '../language/lab.ts'
import type { Say } from '../share/saying.ts'
import { whyInWords } from './why-words.ts'
import { TaskError } from './worker/client.ts'

interface Remedy {
  readonly label: string
  run(): void
}

export class Trouble {
  readonly say: Say
  readonly remedy: Remedy

  constructor(say: Say, remedy: Remedy) {
    this.say = say
    this.remedy = remedy
  }

  get sentence(): string {
    const said = this.say()
    return typeof said === 'string' ? said : said.english
  }
}

/** An error that is said in the person's language. */
export class SaidError extends Error {
  readonly say: () => string
  constructor(say: () => string, options?: ErrorOptions) {
    super(say(), options)
    this.say = say
  }
}

/** A part of this page's code could not be loaded: the server is away, or has another version. */
export class MissingCodeError extends SaidError {
  override readonly name = 'MissingCodeError'
}

/** For `import()`. Browsers may remember a failed one, so only a reload helps. */
export const loaded = <Module>(code: Promise<Module>): Promise<Module> =>
  code.catch(cause => {
    throw new MissingCodeError(() => lab.texts.trouble.notLoaded, { cause })
  })

export function sayOf(error: unknown): Say {
  if (error instanceof TaskError) return () => whyInWords(error.why)
  if (error instanceof SaidError) return error.say
  const english = error instanceof Error ? error.message : String(error)
  return () => ({ english })
}

export function troubleOf(error: unknown, again: () => void): Trouble {
  console.error(error)
  const remedy =
    error instanceof MissingCodeError ? RELOAD : remedyOf(() => lab.texts.trouble.tryAgain, again)
  return new Trouble(sayOf(error), remedy)
}

/** Its label follows the language. */
export const remedyOf = (label: () => string, run: () => void): Remedy => ({
  get label() {
    return label()
  },
  run,
})

export const RELOAD = remedyOf(
  () => common.texts.fault.reload,
  () => location.reload(),
)
