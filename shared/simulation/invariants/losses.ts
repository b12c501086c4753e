/** What becomes of pieces that storage no longer gives, and of those who wait for them. */
import { type Invariant, invariant } from './invariant.ts'
import type { PeerLedger } from './ledger.ts'

export function losses(): Invariant {
  /** Blocks handed to storage and not answered yet, by peer, link and block. */
  const reading = new Map<string, number>()
  const count = (key: string, by: 1 | -1) => reading.set(key, (reading.get(key) ?? 0) + by)
  return invariant('lost', must => ({
    input(ledger, input) {
      if (input.type === 'block' || input.type === 'readFailed')
        count(keyOf(ledger, input.link, ledger.block(input.range)), -1)
    },
    effect(ledger, effect) {
      if (effect.type === 'log' && effect.event.event === 'pieceFound') {
        const { piece } = effect.event
        const wasLost = ledger.content.lostPieces.has(piece)
        must(wasLost, () => `${ledger.name} finds piece ${piece}, which it had not lost`)
      }
      if (effect.type === 'read') count(keyOf(ledger, effect.link, ledger.block(effect.range)), 1)
    },
    turned(ledger, input) {
      if (input.type !== 'readFailed' && input.type !== 'piecesLost') return
      const pieces = input.type === 'readFailed' ? [input.range.piece] : input.pieces
      const blocks = ledger.blocksPerPiece
      for (const piece of pieces) {
        must(!ledger.content.held?.has(piece), () => `${ledger.name} holds piece ${piece} still`)
        for (let block = piece * blocks; block < (piece + 1) * blocks; block++)
          for (const [id, { owed }] of ledger.links) {
            const left = (owed.get(block) ?? 0) - (reading.get(keyOf(ledger, id, block)) ?? 0)
            must(left <= 0, () => `${ledger.name} lets a remote wait for lost piece ${piece}`)
          }
      }
    },
    swept(ledger, { lost }) {
      const isSo = ledger.content.lostPieces.bytes.every((byte, i) => byte === lost[i])
      must(isSo, () => `${ledger.name} does not know which pieces its storage has lost`)
    },
  }))
}

const keyOf = ({ id }: PeerLedger, link: number, block: number): string => `${id} ${link} ${block}`
