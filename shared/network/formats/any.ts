/** A topology from a file of any kind that is known here: ours, NED or GraphML, told apart by how it begins. */

import type { Topology } from '../topology.ts'
import { parseTopology, writeTopology } from '../topology-file.ts'
import type { ImportedTopology } from './graph.ts'
import { readGraphml } from './graphml/read.ts'
import { writeGraphml } from './graphml/write.ts'
import { readNed } from './ned/read.ts'
import { writeNed } from './ned/write.ts'

export type TopologyFormat = 'json' | 'ned' | 'graphml'

export const WRITERS: Readonly<Record<TopologyFormat, (topology: Topology) => string>> = {
  json: writeTopology,
  ned: writeNed,
  graphml: writeGraphml,
}

export function formatOf(text: string): TopologyFormat {
  const first = /[^\s\ufeff]/.exec(text)?.[0]
  if (first === '<') return 'graphml'
  return first === undefined || first === '{' || first === '[' ? 'json' : 'ned'
}

/** Throws FileError. */
export function importTopology(text: string): ImportedTopology {
  switch (formatOf(text)) {
    case 'json':
      return { topology: parseTopology(text), leftOut: [] }
    case 'graphml':
      return readGraphml(text)
    case 'ned':
      return readNed(text.replace(/^\ufeff/, ''))
  }
}
