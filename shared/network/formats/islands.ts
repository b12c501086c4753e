/** The parts of a graph between which no path leads, the largest first. */
export function isolatedParts(
  nodes: number,
  links: readonly { readonly from: number; readonly to: number }[],
): number[][] {
  const neighbours: number[][] = Array.from({ length: nodes }, () => [])
  for (const { from, to } of links) {
    neighbours[from]?.push(to)
    neighbours[to]?.push(from)
  }
  const isReached = new Uint8Array(nodes)
  const parts: number[][] = []
  for (let start = 0; start < nodes; start++) {
    if (isReached[start]) continue
    isReached[start] = 1
    const part = [start]
    for (const node of part) {
      for (const next of neighbours[node] ?? []) {
        if (isReached[next]) continue
        isReached[next] = 1
        part.push(next)
      }
    }
    parts.push(part)
  }
  return parts.sort((a, b) => b.length - a.length)
}
