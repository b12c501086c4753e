/** One torrent's settings and totals, kept in this browser's storage. Knows no swarm. */
import { assert } from '../../../shared/base/assert.ts'
import type { PeerView } from '../../../shared/peer/view.ts'
import {
  NORMAL,
  NOT_WANTED,
  type Priority,
  piecePriorities,
} from '../../../shared/torrent/file-choice.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import type { Around } from '../../../shared/torrent/metainfo.ts'
import { HostError, type Limits, type SeedingGoal, type Totals } from '../api.ts'
import { recordLearning, type TorrentRecord } from '../storage/record.ts'

/** Totals change all the time: they are written at this interval, and when a run ends. */
const WRITE_TOTALS_MS = 10_000

/** Below, a single block takes minutes, and remotes give up on it. */
const MIN_LIMIT_BYTES_PER_SEC = 100

export class TorrentSettings {
  #record: TorrentRecord
  readonly #keep: (record: TorrentRecord) => void
  #unwrittenMs = 0
  #missing: { readonly count: number; readonly isAll: boolean } | undefined
  #pieces: { readonly of: readonly Priority[]; readonly pieces: Uint8Array } | undefined

  constructor(record: TorrentRecord, keep: (record: TorrentRecord) => void) {
    this.#record = record
    this.#keep = keep
  }

  get trackers(): readonly string[] {
    return this.#record.trackers
  }

  get comment(): string | undefined {
    return this.#record.comment
  }

  get around(): Around {
    return this.#record.around ?? {}
  }

  /** Some files are left out, or a link asks for some. */
  get hasChoice(): boolean {
    return this.#record.priorities !== undefined || this.#record.asked !== undefined
  }

  get parameters(): readonly string[] {
    return this.#record.parameters ?? []
  }

  /** Files that the link asks for and the torrent does not have. */
  get missing(): { readonly count: number; readonly isAll: boolean } | undefined {
    return this.#missing
  }

  get limits(): Limits {
    return this.#record.limits
  }

  get seedingGoal(): SeedingGoal | undefined {
    return this.#record.seedingGoal
  }

  /** Throws a `HostError` that says what to do. Written so that NaN fails the test. */
  setLimits(limits: Limits): void {
    for (const limit of [limits.upBytesPerSec, limits.downBytesPerSec]) {
      if (
        limit === undefined ||
        (limit >= MIN_LIMIT_BYTES_PER_SEC && limit < Number.POSITIVE_INFINITY)
      )
        continue
      throw new HostError(
        'bad-limit',
        `Choose a limit of ${MIN_LIMIT_BYTES_PER_SEC} bytes a second or more, or none.`,
        { detail: { kind: 'limit', leastBytesPerSec: MIN_LIMIT_BYTES_PER_SEC } },
      )
    }
    this.#change({ limits: { ...limits } })
  }

  setSeedingGoal(goal: SeedingGoal | undefined): void {
    if (goal) checkGoal(goal)
    this.#change({ seedingGoal: goal && { ...goal } })
  }

  /** By file; those that the choice did not know of are not wanted. */
  filePriorities({ files }: Info): readonly Priority[] {
    const { priorities } = this.#record
    return files.map((_, index) => (priorities ? (priorities[index] ?? NOT_WANTED) : NORMAL))
  }

  /** By piece; undefined: all alike. Computed once for each choice. */
  piecePriorities(info: Info): Uint8Array | undefined {
    const { priorities } = this.#record
    if (!priorities) return undefined
    if (this.#pieces?.of !== priorities)
      this.#pieces = { of: priorities, pieces: piecePriorities(info, this.filePriorities(info)) }
    return this.#pieces.pieces
  }

  /** Of a later link or file of the same torrent. `keep` writes it. */
  learn(source: Parameters<typeof recordLearning>[1]): void {
    this.#record = recordLearning(this.#record, source)
  }

  /** Files that a link asks for, by their place in the metadata, where padding counts (BEP 53). */
  ask(asked: readonly number[], info: Info | undefined): void {
    this.#change({ asked: [...asked] })
    if (info) this.resolve(info)
  }

  /** Now it is known which files there are. */
  resolve(info: Info): void {
    const { asked, ...record } = this.#record
    if (!asked) return
    const numbers = new Map(info.files.map((file, index) => [file.index, index]))
    const count = asked.filter(number => number >= info.entryCount).length
    const files = asked.flatMap(number => numbers.get(number) ?? [])
    this.#missing =
      count > 0 || files.length === 0 ? { count, isAll: files.length === 0 } : undefined
    this.#record = record
    if (files.length > 0) this.#addFiles(files, info)
  }

  /** To those that were chosen before; all of them stay all. */
  #addFiles(files: readonly number[], info: Info): void {
    const { priorities = [] } = this.#record
    const chosen = priorities.flatMap((priority, index) => (priority > 0 ? index : []))
    this.selectFiles([...chosen, ...files], info)
  }

  /** `info` is undefined while nobody has said which files there are. */
  selectFiles(indices: Iterable<number>, info: Info | undefined): void {
    const before = info && this.filePriorities(info)
    const selected = new Set(indices)
    const count = info ? info.files.length : Math.max(0, ...selected) + 1
    this.#setPriorities(
      Array.from({ length: count }, (_, index) =>
        selected.has(index) ? before?.[index] || NORMAL : NOT_WANTED,
      ),
      info,
    )
  }

  prioritiseFiles(priorities: readonly Priority[], info: Info): void {
    assert(priorities.length === info.files.length, 'a priority for each file')
    this.#setPriorities([...priorities], info)
  }

  #setPriorities(priorities: readonly Priority[], info: Info | undefined): void {
    const isAll = info !== undefined && priorities.every(priority => priority === NORMAL)
    // The person's choice goes before the link's.
    const { asked: _, ...record } = this.#record
    this.#record = record
    this.#change({ priorities: isAll ? undefined : priorities })
  }

  totals({ uploaded, downloaded }: Pick<PeerView, 'uploaded' | 'downloaded'>): Totals {
    const before = this.#record.totals
    return {
      uploaded: before.uploaded + uploaded,
      downloaded: before.downloaded + downloaded,
      seedingMs: before.seedingMs,
    }
  }

  seeded(elapsedMs: number, run: Pick<PeerView, 'uploaded' | 'downloaded'>): void {
    const { totals } = this.#record
    const seedingMs = totals.seedingMs + elapsedMs
    this.#record = { ...this.#record, totals: { ...totals, seedingMs } }
    this.#unwrittenMs += elapsedMs
    if (this.#unwrittenMs < WRITE_TOTALS_MS) return
    this.#unwrittenMs = 0
    this.#keep({ ...this.#record, totals: this.totals(run) })
  }

  runEnded(run: Pick<PeerView, 'uploaded' | 'downloaded'>): void {
    this.#change({ totals: this.totals(run) })
  }

  /** Writes what came with the link, once there is content to go with it. */
  keep(): void {
    this.#keep(this.#record)
  }

  #change(fields: Partial<TorrentRecord>): void {
    this.#record = { ...this.#record, ...fields }
    this.#keep(this.#record)
  }
}

export const NO_GOAL: SeedingGoal = { ratio: undefined, seedingMs: undefined }

export function isGoalReached(goal: SeedingGoal, totals: Totals, bytesWanted: number): boolean {
  const { ratio, seedingMs } = goal
  if (ratio !== undefined && bytesWanted > 0 && totals.uploaded >= ratio * bytesWanted) return true
  return seedingMs !== undefined && totals.seedingMs >= seedingMs
}

/** Throws a `HostError` that says what to do. Written so that NaN fails the test. */
export function checkGoal({ ratio, seedingMs }: SeedingGoal): void {
  for (const goal of [ratio, seedingMs]) {
    if (goal === undefined || (goal > 0 && goal < Number.POSITIVE_INFINITY)) continue
    throw new HostError('bad-limit', 'Choose a ratio or a time above 0, or none.', {
      detail: { kind: 'goal' },
    })
  }
}
