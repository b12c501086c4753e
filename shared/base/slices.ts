/**
 * Long work in slices: between two of them whoever does it may do something else. How long a slice takes
 * is for the work to know, as nothing here has a clock.
 */
export type Slices<T> = Generator<void, T>

/** All of it at once. */
export function finished<T>(work: Slices<T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
