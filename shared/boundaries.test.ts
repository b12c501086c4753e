/** The rules of ARCHITECTURE.md, kept: first that the checker sees offences, then that there are none. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findings } from '../cli/boundaries/rules.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['shared', 'server', 'client', 'cli', 'e2e']

function sources(): Map<string, string> {
  const paths = FOLDERS.flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(path =>
      join(folder, path).split(sep).join('/'),
    ),
  )
  const code = paths.filter(path => /\.tsx?$/.test(path))
  return new Map(code.map(path => [path, readFileSync(join(ROOT, path), 'utf8')]))
}

const offences = (files: Record<string, string>): string[] =>
  findings(new Map(Object.entries(files))).map(
    ({ path, line, reason }) => `${path}:${line}: ${reason}`,
  )

describe('the checker sees', () => {
  test.each([
    ['shared/base/a.ts', "import { b } from '../wire/b.ts'", 'shared/base may not import'],
    ['client/host/a.ts', "import { b } from '../../shared/testing/b.ts'", 'only tests may import'],
    ['shared/torrent/a.ts', "import type { G } from '../gossip/g.ts'", 'may not import'],
    ['shared/wire/a.ts', "export { p } from '../peer/p.ts'", 'may not import shared/peer/p.ts'],
    ['shared/peer/a.ts', "const s = await import('../simulation/s.ts')", 'may not import'],
    ['shared/peer/a.ts', "type S = import('../simulation/s.ts').S", 'may not import'],
    ['server/a.ts', "import { p } from '../shared/peer/peer.ts'", 'server may not import'],
    ['client/share/a.tsx', "import { d } from '../../shared/wire/d.ts'", 'may not import'],
    ['client/share/a.ts', "import { s } from '../../server/s.ts'", 'may not import'],
    ['client/host/a.ts', "import { Button } from '../share/b.tsx'", 'may not import'],
    ['client/host/a.ts', "new Worker(new URL('../share/w.ts', import.meta.url))", 'may not import'],
    ['client/host/a.ts', "import { s } from '../share/w.ts?worker'", 'may not import'],
    ['client/host/a.ts', "import Peer from 'simple-peer'", 'client/host/channel/webrtc.ts only'],
    ['client/host/a.ts', "import Peer from 'simple-peer/simplepeer.min.js'", 'webrtc.ts only'],
    ['client/share/a.ts', "import { io } from 'socket.io-client'", 'client/host/tracker.ts only'],
    ['client/host/a.ts', "import { get } from 'idb-keyval'", 'client/host/store/idb.ts only'],
    ['client/host/a.ts', "import express from 'express'", 'server/ only'],
    ['client/host/a.ts', "import fs from 'node:fs'", 'not exist in a browser'],
    ['shared/wire/a.ts', "import fs from 'node:fs'", 'shared/ is pure'],
    ['shared/wire/a.ts', "import { h } from 'preact'", 'shared/ is pure'],
  ])('a forbidden import: %s %s', (path, text, reason) => {
    expect(offences({ [path]: text })).toEqual([expect.stringContaining(reason)])
  })

  test.each([
    'const t = Date.now()',
    'const t = new Date()',
    'const t = performance.now()',
    'const r = Math.random()',
    'setTimeout(f, 1)',
    'setInterval(f, 1)',
    "const p = fetch('x')",
    'document.title = ""',
    'window.close()',
    'crypto.getRandomValues(b)',
    'const { now } = performance',
    'run({ fetch })',
  ])('impurity in shared/: %s', text => {
    const file = { 'shared/wire/a.ts': `// first line\n${text}\n` }
    expect(offences(file)).toEqual([expect.stringMatching(/^shared\/wire\/a\.ts:2: .*is pure$/)])
  })

  test('a cycle, once, also through types only', () => {
    const files = {
      'shared/wire/a.ts': "import { b } from './b.ts'",
      'shared/wire/b.ts': "import type { C } from './c.ts'",
      'shared/wire/c.ts': "import { a } from './a.ts'",
    }
    expect(offences(files)).toEqual([
      expect.stringMatching(/cycle: .*a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts$/),
    ])
  })

  test.each([
    "test.only('t', f)",
    "it.skip('t', f)",
    "describe.skip('t', f)",
    "test.todo('t')",
    "test.concurrent.only('t', f)",
    'test.describe.only(`t`, f)',
    'test.skip()',
  ])('a test that does not run: %s', text => {
    const found = offences({ 'e2e/a.spec.ts': text })
    expect(found).toEqual([expect.stringContaining('every test runs')])
  })

  test('an empty catch, comment or not', () => {
    const text = 'try { f() } catch {}\ntry { f() } catch (e) {\n  // never mind\n}\n'
    expect(offences({ 'client/host/a.ts': text, 'cli/a.ts': 'try { f() } catch {}' })).toEqual([
      expect.stringMatching(/^client\/host\/a\.ts:1: empty catch/),
      expect.stringMatching(/^client\/host\/a\.ts:2: empty catch/),
      expect.stringMatching(/^cli\/a\.ts:1: empty catch/),
    ])
  })
})

test('the checker lets lawful code be', () => {
  const lawful = {
    'shared/peer/a.ts': `import { b } from '../torrent/b.ts'
      // Date.now() is for hosts
      const text = 'Math.random() setTimeout'
      export const f = (view: { window: number }) => view.window`,
    'shared/torrent/a.ts':
      'const f = (window: number[]) => window.slice(); const { document } = f()',
    'client/host/clock.ts':
      "new Worker(new URL('../client/host/clock.worker.ts', import.meta.url))",
    'client/host/clock.worker.ts': "import type { Tick } from '../client/host/clock.ts'",
    'shared/wire/a.test.ts': "import fs from 'node:fs'; setTimeout(() => fs, 1)",
    'client/share/a.tsx': "import type { M } from '../../shared/wire/m.ts'; f(Date.now())",
    'client/share/b.ts': "import { toHex } from './base/ids.ts'",
    'client/host/channel/webrtc.ts': "import Peer from 'simple-peer'",
    'server/app.ts': "import { f } from '../shared/events.ts'; import fs from 'node:fs'",
    'server/b.ts': "const pages = new URL('../dist', import.meta.url)",
    'cli/a.ts': "import { Peer } from '../shared/peer/peer.ts'; try { f() } catch { g() }",
    'e2e/a.spec.ts': "test.skip(!hasFirefox, 'needs Firefox')",
  }
  expect(offences(lawful)).toEqual([])
})

test('our own sources keep the rules', () => {
  const files = sources()
  expect(files.size).toBeGreaterThan(20)
  expect(offences(Object.fromEntries(files))).toEqual([])
})
