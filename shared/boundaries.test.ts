/**
 * Who may import whom: the table of ARCHITECTURE.md, kept. The linter refuses cycles and what is not
 * pure (`biome.json`), and knip finds files and exports that nobody uses (`knip.json`). Each of them
 * is shown offences first.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import posix from 'node:path/posix'
import { parseSync } from 'vite'
import { afterAll, describe, expect, test } from 'vitest'

/** The rooms, inner ones before those around them: a path belongs to the first that begins it. */
const ROOMS: Record<string, readonly string[]> = {
  'shared/base': [],
  'shared/wire': ['shared/base'],
  'shared/tracker': ['shared/base', 'shared/wire/signal'],
  'shared/network': ['shared/base'],
  'shared/events': ['shared/base', 'shared/tracker', 'shared/network', 'shared/wire/signal'],
  'shared/dialling': ['shared/base', 'shared/wire'],
  'shared/exchange': ['shared/base', 'shared/wire'],
  'shared/torrent': ['shared/base', 'shared/wire'],
  'shared/bittorrent': ['shared/base', 'shared/wire', 'shared/exchange', 'shared/torrent'],
  'shared/gossip': ['shared/base', 'shared/wire', 'shared/exchange'],
  'shared/peer': [
    'shared/base',
    'shared/wire',
    'shared/exchange',
    'shared/dialling',
    'shared/torrent',
    'shared/bittorrent',
    'shared/gossip',
  ],
  'shared/webseed': ['shared/base', 'shared/wire', 'shared/torrent', 'shared/peer'],
  'shared/simulation': ['shared'],
  'shared/experiments': ['shared/base', 'shared/simulation'],
  'shared/testing': ['shared'],
  server: [
    'shared/base',
    'shared/tracker',
    'shared/network',
    'shared/events',
    'shared/wire/bencode',
    'shared/wire/signal',
  ],
  'client/host': ['shared'],
  // Faults that come with their sentence in English.
  'client/language': ['shared/base', 'shared/experiments/sweep-faults'],
  'client/share': ['client/host', 'client/language', 'shared/base'],
  // The worker is where the lab keeps the simulation.
  'client/lab/worker': ['shared', 'client/lab', 'client/host/worker-url'],
  'client/lab': [
    'client/host',
    'client/language',
    'shared/base',
    // What both pages have in common: their look, and how they say things.
    'client/share/style/base',
    'client/share/view/canvas',
    'client/share/view/parts',
    'client/share/view/fields',
    'client/share/view/link-tools',
    'client/share/view/fault',
    'client/share/log',
    'client/share/format',
    'client/share/pieces',
    'client/share/give-file',
    'client/share/others-origin',
    'client/share/paced',
    'client/share/saying',
    'client/share/error-words',
  ],
  'client/testing': ['shared', 'client'],
}

/** Only tests import from these. */
const TEST_ROOMS = ['shared/testing', 'client/testing']

/** Rooms that show what others do may name the types of all of shared/. */
const MAY_NAME_TYPES_OF_SHARED = ['client/share', 'client/lab']

/** A package that touches the outside is imported in one place. */
const PLACES: Record<string, string> = {
  'simple-peer': 'client/host/channel/webrtc.ts',
  'socket.io-client': 'client/host/tracker.ts',
  'idb-keyval': 'client/host/storage/idb.ts',
  'socket.io': 'server/',
  ws: 'server/',
  express: 'server/',
  helmet: 'server/',
  'prom-client': 'server/',
  '@redis/client': 'server/redis/store.ts',
}

/** The packages that are as pure as shared/ has to be. */
const PURE_PACKAGES = ['valibot', 'jsonc-parser', 'saxes', '@noble/hashes']

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

/** `import`, `export ... from`, `import()`, the type `import()`, and a worker's `new URL()`. */
function importsOf(path: string, text: string): Import[] {
  const { module, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }))
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? { specifier: moduleRequest.value, typeOnly: isType } : [],
    ),
  )
  const others = text.matchAll(/\bimport\('([^']+)'\)|\bnew URL\('([^']+\.tsx?)', import\.meta/g)
  const loaded = [...others].map(([, module, worker]) => ({
    specifier: (module ?? worker) as string,
    typeOnly: false,
  }))
  return [...imported, ...exported, ...loaded]
}

/** What no source may hold. Playwright's `test.skip(condition, reason)` shows its reason in the report. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /\bcatch\s*(\(\w*\)\s*)?\{\s*(\/\/.*\s*)*\}/,
    'empty catch: handle the error, or let it through',
  ],
  [/\b(test|it|describe)(\.\w+)*\.(skip|todo|fixme)\((\s*['"`]|\))/, 'every test runs, always'],
]
const RANDOM = /^(?!\s*(\*|\/\/)).*\bMath\.random\b/m

const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path)

function offences(path: string, text: string): string[] {
  const found = FORBIDDEN.flatMap(([pattern, reason]) =>
    pattern.test(text) ? `${path}: ${reason}` : [],
  )
  if (isTest(path)) return found
  if (path.startsWith('shared/') && RANDOM.test(text))
    found.push(`${path}: shared/ is pure, Math.random is not`)
  const imported = importsOf(path, text).map(each => offence(path, each))
  return [...found, ...imported.filter(reason => reason !== undefined)]
}

function offence(path: string, { specifier, typeOnly }: Import): string | undefined {
  const room = Object.keys(ROOMS).find(room => lies(path, room))
  if (!specifier.startsWith('.')) return packageOffence(path, specifier)
  const target = posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''))
  if (TEST_ROOMS.some(room => lies(target, room)) && !TEST_ROOMS.some(room => lies(path, room)))
    return `${path} may not import ${target}, which is for tests`
  if (room === undefined) return undefined // cli and e2e drive what they need
  const allowed = [room, ...(ROOMS[room] ?? [])]
  if (allowed.some(prefix => lies(target, prefix))) return undefined
  const isNamed = typeOnly && MAY_NAME_TYPES_OF_SHARED.includes(room) && lies(target, 'shared')
  return isNamed ? undefined : `${path}: ${room} may not import ${target}`
}

function packageOffence(path: string, specifier: string): string | undefined {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const place = PLACES[name]
  const isOurs = !path.startsWith('cli/') && !path.startsWith('e2e/')
  if (place !== undefined && isOurs && !path.startsWith(place))
    return `${path}: ${name} is imported in ${place} only`
  if (path.startsWith('shared/') && !PURE_PACKAGES.includes(name))
    return `${path}: shared/ is pure, ${specifier} is not`
  if (path.startsWith('client/') && specifier.startsWith('node:'))
    return `${path}: ${specifier} does not exist in a browser`
  return undefined
}

/** In a folder, or in the file of that name. */
const lies = (path: string, room: string): boolean =>
  path.startsWith(`${room}/`) || path.startsWith(`${room}.`)

describe('the table refuses', () => {
  test.each([
    ['shared/base/a.ts', "import { b } from '../wire/b.ts'", 'shared/base may not import'],
    ['shared/torrent/a.ts', "import type { G } from '../gossip/g.ts'", 'may not import'],
    ['shared/gossip/a.ts', "import { p } from '../bittorrent/p.ts'", 'may not import'],
    ['shared/wire/a.ts', "export { p } from '../peer/p.ts'", 'may not import shared/peer/p.ts'],
    ['shared/peer/a.ts', "const s = await import('../simulation/s.ts')", 'may not import'],
    ['shared/peer/a.ts', "type S = import('../simulation/s.ts').S", 'may not import'],
    ['shared/simulation/a.ts', "import { s } from '../testing/s.ts'", 'is for tests'],
    ['cli/a.ts', "import { s } from '../client/testing/s.ts'", 'is for tests'],
    ['server/a.ts', "import { p } from '../shared/peer/peer.ts'", 'server may not import'],
    ['client/share/a.tsx', "import { d } from '../../shared/wire/d.ts'", 'may not import'],
    ['client/share/a.ts', "import { s } from '../../server/s.ts'", 'may not import'],
    ['client/host/a.ts', "import { Button } from '../share/b.tsx'", 'may not import'],
    ['client/host/a.ts', "new Worker(new URL('../share/w.ts', import.meta.url))", 'may not import'],
    ['client/host/a.ts', "import { s } from '../share/w.ts?worker'", 'may not import'],
    ['client/host/a.ts', "import Peer from 'simple-peer'", 'client/host/channel/webrtc.ts only'],
    ['client/host/a.ts', "import Peer from 'simple-peer/simplepeer.min.js'", 'webrtc.ts only'],
    ['client/share/a.ts', "import { io } from 'socket.io-client'", 'client/host/tracker.ts only'],
    ['client/host/a.ts', "import { get } from 'idb-keyval'", 'client/host/storage/idb.ts only'],
    ['client/host/a.ts', "import express from 'express'", 'server/ only'],
    ['client/host/a.ts', "import fs from 'node:fs'", 'not exist in a browser'],
    ['shared/wire/a.ts', "import fs from 'node:fs'", 'shared/ is pure'],
    ['shared/wire/a.ts', "import { h } from 'preact'", 'shared/ is pure'],
    ['shared/wire/a.ts', 'const r = Math.random()', 'shared/ is pure'],
    ['cli/a.ts', 'try { f() } catch {}', 'empty catch'],
    ['cli/a.ts', 'try { f() } catch (e) {\n  // never mind\n}', 'empty catch'],
    ['e2e/a.spec.ts', "it.skip('t', f)", 'every test runs'],
    ['e2e/a.spec.ts', "describe.skip('t', f)", 'every test runs'],
    ['e2e/a.spec.ts', "test.todo('t')", 'every test runs'],
    ['e2e/a.spec.ts', 'test.concurrent.skip(`t`, f)', 'every test runs'],
    ['e2e/a.spec.ts', 'test.skip()', 'every test runs'],
  ])('%s: %s', (path, text, reason) => {
    expect(offences(path, text)).toEqual([expect.stringContaining(reason)])
  })

  test.each([
    ['shared/peer/a.ts', "import { b } from '../torrent/b.ts'"],
    ['shared/testing/a.ts', "import { b } from '../peer/b.ts'"],
    ['client/host/clock.ts', "new Worker(new URL('./clock.worker.ts', import.meta.url))"],
    ['client/share/a.tsx', "import type { M } from '../../shared/wire/m.ts'"],
    ['client/share/b.ts', "import { toHex } from '../../shared/base/ids.ts'"],
    ['client/host/channel/webrtc.ts', "import Peer from 'simple-peer'"],
    ['server/app.ts', "import { f } from '../shared/events.ts'; import fs from 'node:fs'"],
    ['server/b.ts', "const pages = new URL('../dist', import.meta.url)"],
    ['cli/a.ts', "import { Peer } from '../shared/peer/peer.ts'; try { f() } catch { g() }"],
    ['shared/wire/a.ts', '// Math.random() is for hosts'],
    ['shared/wire/a.test.ts', "import fs from 'node:fs'; Math.random()"],
    ['e2e/a.spec.ts', "test.skip(!hasFirefox, 'needs Firefox')"],
  ])('not %s: %s', (path, text) => {
    expect(offences(path, text)).toEqual([])
  })
})

const ROOT = join(import.meta.dirname, '..')

test('our own sources keep to the table', () => {
  const paths = ['shared', 'server', 'client', 'cli', 'e2e'].flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(path =>
      posix.join(folder, path.replaceAll('\\', '/')),
    ),
  )
  const own = 'shared/boundaries.test.ts' // it quotes offences
  const sources = paths.filter(path => /(?<!\.d)\.tsx?$/.test(path) && path !== own)
  expect(sources.length).toBeGreaterThan(20)
  const found = sources.flatMap(path => offences(path, readFileSync(join(ROOT, path), 'utf8')))
  expect(found).toEqual([])
})

const folder = mkdtempSync(join(tmpdir(), 'tabswarm-boundaries-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What a tool of this repository, with its settings, says of files that are not part of it. */
function said(tool: readonly string[], settings: string[], files: Record<string, string>): string {
  const there = mkdtempSync(join(folder, 'sources-'))
  for (const name of settings) cpSync(join(ROOT, name), join(there, name))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(there, dirname(path)), { recursive: true })
    writeFileSync(join(there, path), text)
  }
  const [name = '', ...args] = tool
  const bin = join(ROOT, 'node_modules', ...name.split('/'))
  const { stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: there,
    encoding: 'utf8',
  })
  return stdout + stderr
}

test('the linter refuses cycles, impurity in shared/, focused tests, promises left alone', () => {
  const biome = ['@biomejs/biome/bin/biome', 'lint', '--vcs-enabled=false', '--reporter=github']
  const impure = [
    'const t = Date.now()',
    'const t = new Date()',
    'const t = performance.now()',
    'setTimeout(f, 1)',
    'setInterval(f, 1)',
    "const p = fetch('x')",
    'document.title = ""',
    'window.close()',
    'crypto.getRandomValues(b)',
    'const { now } = performance',
    'run({ fetch })',
  ]
  const focused = [
    "test.only('t', f)",
    "test.concurrent.only('t', f)",
    'test.describe.only(`t`, f)',
  ]
  const cycle = {
    'shared/wire/a.ts': "import { b } from './b.ts'\nexport const a = b\n",
    'shared/wire/b.ts': "import type { A } from './a.ts'\nexport const b: A = 1\n",
  }
  const numbered = (kind: string, texts: string[]) =>
    Object.fromEntries(texts.map((text, i) => [`shared/wire/${kind}${i}.ts`, `${text}\n`]))
  const offenders = {
    ...numbered('impure', impure),
    ...numbered('focused', focused),
    ...cycle,
    'shared/wire/c.ts': 'const late = async () => 1\nexport function f() {\n  late()\n}\n',
  }
  const lawful = {
    'shared/wire/d.ts': '// Date.now()\nexport const f = (window: string) => [window]\n',
    'shared/wire/d.test.ts': 'setTimeout(f, 1)\n',
  }
  const settings = ['biome.json', '.gitignore']
  const output = said(biome, settings, { ...offenders, ...lawful })
  const errors = output.matchAll(/^::error title=.*?file=.*?(shared\/wire\/[\w.]+)/gm)
  const refused = new Set([...errors].map(([, path]) => path))
  expect([...refused].sort()).toEqual(Object.keys(offenders).sort())
})

test('knip finds files, exports and packages without a user', () => {
  const output = said(['knip/bin/knip.js'], ['knip.json'], {
    'package.json': '{ "name": "a", "type": "module", "dependencies": { "left-over": "1.0.0" } }',
    'cli/bench.ts': "import { used } from '../shared/used.ts'\nconsole.log(used)\n",
    'shared/used.ts': 'export const used = 1\nexport const unused = 2\nexport type Unused = 3\n',
    'shared/lonely.ts': 'export const a = 1\n',
  })
  for (const name of ['shared/lonely.ts', 'unused', 'Unused', 'left-over'])
    expect(output).toMatch(new RegExp(`^${name}\\b`, 'm'))
})
