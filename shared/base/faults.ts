/**
 * Faults of a person's input, as data: of which kind, and what is in it. The sentence in English comes with
 * each kind, for command lines and logs; a page words the kinds anew in its language.
 */
type Sentence = (values: never) => string

/** All kinds of one class of faults. */
export type Sentences = Readonly<Record<string, Sentence>>

type ValuesOf<S extends Sentence> = Parameters<S> extends [infer Values] ? Values : unknown

/** One fault of that class. */
export type Fault<S extends Sentences> = {
  [Kind in keyof S]: { readonly is: Kind } & ValuesOf<S[Kind]>
}[keyof S]

export const inWords = <S extends Sentences>(sentences: S, fault: Fault<S>): string =>
  (sentences[fault.is] as (values: unknown) => string)(fault)

/** A fault in what a person wrote, before it is known in which file, and where. */
export class FaultError<F = unknown> extends Error {
  override readonly name: string = 'FaultError'
  readonly fault: F
  /** `sentence`: the fault in English. */
  constructor(fault: F, sentence: string) {
    super(sentence)
    this.fault = fault
  }
}
