/** Performs what a peer wants hashed and stored, and answers each effect with an input. */
import type { Effect } from '../../../shared/peer/effect.ts'
import type { Input } from '../../../shared/peer/input.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { PieceCache } from './cache.ts'
import type { PieceStore } from './piece-store.ts'

type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>

export interface PieceEffectsPorts {
  sha1(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  readonly storage: { open(info: Info): Promise<PieceStore> }
  answer(input: Input): void
}

export class PieceEffects {
  readonly #ports: PieceEffectsPorts
  /** Undefined until the store is open: nothing is read or written before. */
  #opened: { readonly store: PieceStore; readonly cache: PieceCache } | undefined

  constructor(ports: PieceEffectsPorts) {
    this.#ports = ports
  }

  verify({ subject, bytes, sha1 }: EffectOf<'verify'>): void {
    const { answer } = this.#ports
    this.#ports.sha1(bytes).then(
      digest => {
        const ok = digest.every((byte, i) => byte === sha1[i])
        answer({ type: 'verified', subject, ok })
      },
      error => answer({ type: 'verifyFailed', subject, reason: sentence(error) }),
    )
  }

  open({ info }: EffectOf<'open'>): void {
    const { storage, answer } = this.#ports
    const opening = storage.open(info).then(async store => {
      const held = await store.held()
      this.#opened = { store, cache: new PieceCache(store, info) }
      answer({ type: 'opened', held, readOnly: store.kind === 'files' })
      store.watch?.({
        lost: (pieces, reason) => answer({ type: 'piecesLost', pieces, reason }),
        found: pieces => answer({ type: 'piecesFound', pieces }),
      })
    })
    opening.catch(error => answer({ type: 'openFailed', reason: sentence(error) }))
  }

  write({ piece, bytes }: EffectOf<'write'>): void {
    const { answer } = this.#ports
    this.#opened?.store.write(piece, bytes).then(
      () => {
        this.#opened?.cache.put(piece, bytes)
        answer({ type: 'written', piece })
      },
      error => answer({ type: 'writeFailed', piece, reason: sentence(error) }),
    )
  }

  /** Returns the answer where the piece is cached; else it comes later, with others of that piece. */
  read({ link, range }: EffectOf<'read'>): Input | undefined {
    const { answer } = this.#ports
    const blockOf = (piece: Uint8Array): Input => {
      const block = piece.subarray(range.begin, range.begin + range.length)
      return { type: 'block', link, range, block }
    }
    const cached = this.#opened?.cache.get(range.piece)
    if (cached) return blockOf(cached)
    this.#opened?.cache.load(range.piece).then(
      loaded => answer(blockOf(loaded)),
      error => answer({ type: 'readFailed', link, range, reason: sentence(error) }),
    )
    return undefined
  }

  readAhead({ piece }: EffectOf<'readAhead'>): void {
    this.#opened?.cache.readAhead(piece)
  }
}

const sentence = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
