/** How a failure ends: as a sentence on the page, with one thing that a person can do about it. */

export interface Trouble {
  readonly sentence: string
  readonly remedy: { readonly label: string; run(): void }
}

/** A part of this page's code could not be loaded: the server is away, or has another version. */
export class MissingCodeError extends Error {
  override readonly name = 'MissingCodeError'
}

/** For `import()`. Browsers may remember a failed one, so only a reload helps. */
export const loaded = <Module>(code: Promise<Module>): Promise<Module> =>
  code.catch(cause => {
    const sentence = 'A part of this page could not be loaded: the server is away. Reload the page.'
    throw new MissingCodeError(sentence, { cause })
  })

export function troubleOf(error: unknown, again: () => void): Trouble {
  console.error(error)
  const sentence = error instanceof Error ? error.message : String(error)
  return error instanceof MissingCodeError
    ? { sentence, remedy: RELOAD }
    : { sentence, remedy: { label: 'Try again', run: again } }
}

export const RELOAD = { label: 'Reload', run: () => location.reload() }
