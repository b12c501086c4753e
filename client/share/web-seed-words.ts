/** Web servers that are named as having the content (BEP 19), in words. */
import { unreachable } from '../../shared/base/assert.ts'
import type { WebSeedView } from '../../shared/webseed/view.ts'
import { countOf } from './format.ts'

export function webSeedInWords(seed: WebSeedView): string {
  const { state, downRate, downloaded } = seed
  switch (state.kind) {
    case 'open':
      return downRate > 0 ? 'sends to you' : 'asked when something is missing'
    case 'paused':
      return `${troubleInWords(seed)}; asked again by itself`
    case 'dropped':
      return `not asked${downloaded > 0 ? ' any more' : ''}: ${troubleInWords(seed)}`
    default:
      return unreachable(state)
  }
}

function troubleInWords({ state, wrongPieces }: WebSeedView): string {
  if (state.kind === 'open') return ''
  const { trouble } = state
  switch (trouble.kind) {
    case 'network':
      return 'it cannot be reached, or does not allow pages of other sites to read it (CORS)'
    case 'short':
      return 'it stopped in the middle of an answer'
    case 'status':
      return `it answered ${trouble.status}`
    case 'redirect':
      return 'it sends on to another address, which a page cannot check'
    case 'no-ranges':
      return 'it sends whole files only, not parts of them'
    case 'wrong-range':
      return 'it sent another part than was asked for, or has another file'
    case 'packed':
      return 'it sends the file compressed'
    case 'wrong-data':
      return `it sent ${countOf(wrongPieces, 'wrong piece')}`
    case 'not-http':
      return 'its address is not one of the web'
    case 'credentials':
      return 'its address has a name or a password in it'
    case 'private-address':
      return 'its address is of this machine or a private network'
    case 'insecure':
      return 'its address is http, and this page came by https'
    case 'too-many':
      return 'enough others are asked'
    default:
      return unreachable(trouble)
  }
}
