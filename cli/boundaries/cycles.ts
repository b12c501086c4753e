/** Every cycle that a depth-first search closes; a file that imports itself is one of length 1. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const trail: string[] = []

  const visit = (node: string): void => {
    const since = trail.indexOf(node)
    if (since >= 0) cycles.push(trail.slice(since))
    if (since >= 0 || done.has(node)) return
    trail.push(node)
    for (const next of graph.get(node) ?? []) visit(next)
    trail.pop()
    done.add(node)
  }
  for (const node of graph.keys()) visit(node)
  return cycles
}
