/** Topologies from files of any kind, as the page's own. */
import { FileError } from '../../../shared/base/json-file.ts'
import { importTopology } from '../../../shared/network/formats/any.ts'
import { writeTopology } from '../../../shared/network/topology-file.ts'
import type { TopologyRead } from './protocol.ts'
import { badFile } from './why.ts'

export function readTopology(text: string): TopologyRead {
  try {
    const { topology, leftOut } = importTopology(text)
    return { ok: true, file: writeTopology(topology), leftOut }
  } catch (error) {
    if (error instanceof FileError) return { ok: false, why: badFile(error) }
    throw error
  }
}
