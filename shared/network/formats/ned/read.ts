/** Networks in NED, the language of OMNeT++, as topologies. */
import { MAX_FILE_BYTES } from '../../topology.ts'
import { type ImportedTopology, topologyOfGraph } from '../graph.ts'
import { LeftOut } from '../left-out.ts'
import { graphOf } from './network.ts'
import { readNedFile } from './read-file.ts'
import { nedError } from './tokens.ts'

/** Throws FileError. */
export function readNed(text: string): ImportedTopology {
  if (text.length > MAX_FILE_BYTES)
    throw nedError({ line: 1, column: 1 }, `the file is longer than ${MAX_FILE_BYTES} characters`)
  const leftOut = new LeftOut()
  return topologyOfGraph(graphOf(readNedFile(text, leftOut), leftOut), leftOut)
}
