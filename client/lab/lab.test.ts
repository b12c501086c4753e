/** What a person does on the lab's page, without a screen. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Lab } from './lab.ts'
import type { ToWorker } from './worker/protocol.ts'

vi.mock('./tabs/controller.ts', () => {
  throw new Error('Failed to fetch dynamically imported module')
})

const PLANNED = { ok: false, why: 'as this test likes it', line: 0 }
const CATALOGUE = {
  scenarios: [{ name: 'thesis-20', about: 'Twenty.', document: '{"name":"thesis-20"}' }],
  access: [],
  topologies: [],
  policies: {},
}

/** Whether the server that the worker's code comes from is there. */
let isServerUp = true

class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | undefined
  onerror: (() => void) | undefined

  postMessage(message: ToWorker): void {
    queueMicrotask(() => {
      if (!isServerUp) return this.onerror?.()
      const answer = 'task' in message && message.task === 'plan' ? PLANNED : CATALOGUE
      this.onmessage?.({ data: { id: message.id, is: 'answer', answer } })
    })
  }

  terminate(): void {}
}

beforeEach(() => {
  isServerUp = true
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('window', { addEventListener: () => undefined })
  vi.stubGlobal('location', { hash: '', origin: 'http://lab', pathname: '/lab/' })
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
})

afterEach(() => vi.unstubAllGlobals())

test('the worker cannot be loaded: a sentence says so, and “Try again” does it again', async () => {
  const lab = await Lab.open()
  isServerUp = false
  lab.set('torrent.pieces', 8)
  await vi.waitFor(() => expect(lab.trouble.value?.sentence).toMatch(/could not be loaded/))
  expect(lab.trouble.value?.remedy.label).toBe('Try again')

  isServerUp = true
  lab.planned.value = undefined
  lab.trouble.value?.remedy.run()
  await vi.waitFor(() => expect(lab.planned.value).toEqual(PLANNED))
  expect(lab.trouble.value).toBeUndefined()
  expect(lab.draft.value.document).toMatchObject({ torrent: { pieces: 8 } })
})

test('the code for real tabs cannot be loaded: a sentence says so', async () => {
  const lab = await Lab.open()
  lab.runIn('tabs')
  await vi.waitFor(() => expect(lab.trouble.value?.sentence).toMatch(/server is away/))
  expect(lab.trouble.value?.remedy.label).toBe('Reload')
  expect(lab.tabs.controller.value).toBeUndefined()
})
