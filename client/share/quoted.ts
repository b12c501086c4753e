/** Names of files in a sentence. */

/** More would fill the page. */
const MAX_NAMES = 3

/** '“a”', '“a” and “b”', '“a”, “b”, “c” and 2 more'. */
export function quoted(names: readonly string[], most = MAX_NAMES): string {
  return listed(
    names.map(name => `“${name}”`),
    most,
  )
}

export function listed(all: readonly string[], most: number): string {
  const more = all.length - most
  if (more > 0) return `${all.slice(0, most).join(', ')} and ${more} more`
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}
