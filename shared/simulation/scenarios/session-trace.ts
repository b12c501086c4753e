/**
 * Sessions of real swarms, as a table that people have measured: when each peer came, and when it left.
 *
 *     peer,joins,leaves
 *     peer2,0,812.5
 *     peer3,4.25,
 *
 * Seconds, from the start of the swarm. The first line names the columns, in any order; "peer" may be left
 * out, and then the rows are the leechers in the order of the topology; so may "leaves", or a value of it,
 * where nobody knows when a peer left.
 */
import type { Millis } from '../../base/ids.ts'
import { MAX_PEERS } from '../../network/topology.ts'

export interface Session {
  readonly peer: string | undefined
  readonly joinsMs: Millis
  readonly leavesMs: Millis | undefined
}

const COLUMNS = ['peer', 'joins', 'leaves'] as const
/** A week: as long as the longest run. */
const MAX_SEC = 7 * 86_400

/** Throws an Error that names the line. */
export function parseSessions(text: string): Session[] {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line: line.trim(), number: i + 1 }))
  const [head, ...rows] = lines.filter(({ line }) => line !== '' && !line.startsWith('#'))
  if (!head) throw new Error('the trace is empty')
  const columns = cellsOf(head.line)
  const unknown = columns.find(name => !(COLUMNS as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw new Error(
      `line ${head.number}: the columns are ${COLUMNS.join(', ')}, and "${unknown}" is none of them`,
    )
  if (!columns.includes('joins')) throw new Error(`line ${head.number}: there is no column "joins"`)
  if (rows.length > MAX_PEERS)
    throw new Error(`${rows.length} sessions are too many; ${MAX_PEERS} are the most`)
  return rows.map(({ line, number }) => sessionOf(cellsOf(line), columns, number))
}

const cellsOf = (line: string): string[] =>
  line.split(/[,;\t]/).map(cell => cell.trim().replace(/^"(.*)"$/, '$1'))

function sessionOf(cells: readonly string[], columns: readonly string[], line: number): Session {
  if (cells.length > columns.length)
    throw new Error(`line ${line} has ${cells.length} values for ${columns.length} columns`)
  const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
  const seconds = (name: string): number => {
    const text = cell(name)
    const value = text === '' ? Number.NaN : Number(text)
    if (value >= 0 && value <= MAX_SEC) return value
    throw new Error(`line ${line}: "${name}" is a number of seconds up to a week, not "${text}"`)
  }
  const joinsMs = seconds('joins') * 1000
  const leavesMs = cell('leaves') === '' ? undefined : seconds('leaves') * 1000
  if (leavesMs !== undefined && leavesMs <= joinsMs)
    throw new Error(`line ${line}: it leaves at ${cell('leaves')} s, before it has joined`)
  return { peer: cell('peer') || undefined, joinsMs, leavesMs }
}
