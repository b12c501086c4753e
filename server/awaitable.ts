/** What a registry in memory has at once, and one in Redis later. */
export type Awaitable<T> = T | Promise<T>

/** What follows from a value: at once if it is there, as promises cost as much as the rest of an announce. */
export const after = <T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> =>
  value instanceof Promise ? value.then(next) : next(value)
