/** A topology's nodes by number: everything else in the lab that names a node does it so. */
import type { Topology } from '../../../shared/network/topology.ts'

export const nodeNames = ({ routers, tracker, peers }: Topology): string[] => [
  ...routers,
  tracker,
  ...peers,
]
