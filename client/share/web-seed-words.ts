/** Web servers that are named as having the content (BEP 19), in words. */
import { unreachable } from '../../shared/base/assert.ts'
import type { WebSeedView } from '../../shared/webseed/view.ts'
import { sharing } from '../language/sharing.ts'

export function webSeedInWords(seed: WebSeedView): string {
  const texts = sharing.texts.webServers
  const { state, downRate, downloaded } = seed
  switch (state.kind) {
    case 'open':
      return downRate > 0 ? texts.gives : texts.idle
    case 'paused':
      return texts.paused(troubleInWords(seed))
    case 'dropped':
      return (downloaded > 0 ? texts.noMore : texts.never)(troubleInWords(seed))
    default:
      return unreachable(state)
  }
}

function troubleInWords({ state, wrongPieces }: WebSeedView): string {
  if (state.kind === 'open') return ''
  const texts = sharing.texts.webServers
  const { trouble } = state
  switch (trouble.kind) {
    case 'status':
      return texts.status(trouble.status)
    case 'wrong-data':
      return texts.wrongPieces(wrongPieces)
    default:
      return texts.troubles[trouble.kind]
  }
}
