/** Who may import whom, and what may not stand where: ARCHITECTURE.md as code. */
import { dirname, join } from 'node:path/posix'
import { findCycles } from './cycles.ts'
import { type Import, readSource, type SourceFacts } from './syntax.ts'

export interface Finding {
  readonly path: string
  readonly line: number
  readonly reason: string
}

/** What both pages have in common: their look, and how they say things. */
const COMMON = [
  'style/base',
  'view/canvas',
  'view/mark',
  'view/qr',
  'log/filter',
  'format',
  'pieces',
  'copy',
  'give-file',
  'paced',
].map(file => `client/share/${file}`)

/** The rooms of the house, inner ones first: a path belongs to the first that begins it. */
const ROOMS: Record<string, readonly string[]> = {
  'shared/base': [],
  'shared/wire': ['shared/base'],
  'shared/tracker': ['shared/base', 'shared/wire/signal'],
  'shared/network': ['shared/base'],
  'shared/events': ['shared/base', 'shared/tracker', 'shared/network', 'shared/wire/signal'],
  'shared/torrent': ['shared/base', 'shared/wire'],
  'shared/gossip': ['shared/base', 'shared/wire'],
  'shared/dialling': ['shared/base', 'shared/wire'],
  'shared/peer': [
    'shared/base',
    'shared/wire',
    'shared/dialling',
    'shared/torrent',
    'shared/gossip',
  ],
  'shared/simulation': ['shared/'],
  server: [
    'shared/base',
    'shared/tracker',
    'shared/network',
    'shared/events',
    'shared/wire/bencode',
    'shared/wire/signal',
  ],
  'shared/experiments': ['shared/base', 'shared/simulation'],
  'client/host': ['shared/'],
  'client/share': ['client/host', 'shared/base'],
  // The worker is where the lab keeps the simulation.
  'client/lab/worker': ['shared/', 'client/lab'],
  'client/lab': ['client/host', 'shared/base', ...COMMON],
}

/** Rooms that show what others do may name the types of all of shared/. */
const MAY_NAME_TYPES_OF_SHARED = ['client/share', 'client/lab']

/** Packages that touch the outside have one door each. */
const DOORS: Record<string, string> = {
  'simple-peer': 'client/host/channel/webrtc.ts',
  'socket.io-client': 'client/host/tracker.ts',
  'idb-keyval': 'client/host/store/idb.ts',
  'socket.io': 'server/',
  ws: 'server/',
  express: 'server/',
  helmet: 'server/',
}

/** The packages that are as pure as shared/ has to be. */
const PURE_PACKAGES = ['valibot', '@noble/hashes']

/** Clocks, dice, networks and screens: shared/ is told these things, it never asks. */
const IMPURE = [
  'Date',
  'performance',
  'Math.random',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'requestAnimationFrame',
  'fetch',
  'document',
  'window',
  'navigator',
  'localStorage',
  'crypto',
  'process',
  'globalThis',
]

/** `files`: path from the checkout, with slashes -> text. */
export function findings(files: ReadonlyMap<string, string>): Finding[] {
  const facts = new Map([...files].map(([path, text]) => [path, readSource(path, text)]))
  const found = [...facts].flatMap(([path, file]) => fileFindings(path, file))
  return [...found, ...cycleFindings(facts)]
}

function fileFindings(path: string, file: SourceFacts): Finding[] {
  const at = (line: number, reason: string): Finding => ({ path, line, reason })
  const found = [
    ...file.emptyCatches.map(line => at(line, 'empty catch: handle it, or let it through')),
    ...file.unrunTests.map(({ name, line }) => at(line, `${name}: every test runs, always`)),
  ]
  if (isTest(path) || isDeclaration(path)) return found
  for (const imported of file.imports) {
    const reason = forbidden(path, imported)
    if (reason) found.push(at(imported.line, reason))
  }
  if (path.startsWith('shared/')) {
    const impure = file.names.filter(({ name }) => IMPURE.includes(name))
    for (const { name, line } of impure) found.push(at(line, `${name}: shared/ is pure`))
  }
  return found
}

const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path)

/** Declares what a package is, and imports nothing. */
const isDeclaration = (path: string): boolean => path.endsWith('.d.ts')

function forbidden(path: string, { specifier, typeOnly }: Import): string | undefined {
  const room = roomOf(path)
  if (room === undefined) return undefined // cli and e2e drive whatever they need
  if (!specifier.startsWith('.')) return forbiddenPackage(path, specifier)
  const target = resolve(path, specifier)
  const allowed = [room, ...(ROOMS[room] as readonly string[])]
  if (allowed.some(prefix => lies(target, prefix))) return undefined
  const sees = typeOnly && MAY_NAME_TYPES_OF_SHARED.includes(room) && lies(target, 'shared/')
  return sees ? undefined : `${room} may not import ${target}`
}

function forbiddenPackage(path: string, specifier: string): string | undefined {
  const name = packageOf(specifier)
  const door = DOORS[name]
  if (door !== undefined && !path.startsWith(door)) return `${name} is imported in ${door} only`
  if (path.startsWith('shared/') && !PURE_PACKAGES.includes(name)) {
    return `${specifier}: shared/ is pure`
  }
  if (path.startsWith('client/') && specifier.startsWith('node:')) {
    return `${specifier} does not exist in a browser`
  }
  return undefined
}

const roomOf = (path: string): string | undefined =>
  Object.keys(ROOMS).find(room => lies(path, room))

/** In a folder, or in the file of that name. */
const lies = (path: string, room: string): boolean =>
  room.endsWith('/')
    ? path.startsWith(room)
    : path.startsWith(`${room}/`) || path.startsWith(`${room}.`)

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Of a relative import; without what a bundler reads behind `?`. */
const resolve = (path: string, specifier: string): string =>
  join(dirname(path), specifier.replace(/\?.*$/, ''))

function cycleFindings(facts: ReadonlyMap<string, SourceFacts>): Finding[] {
  const neighbours = (path: string, imports: readonly Import[]): string[] =>
    imports
      .filter(one => one.specifier.startsWith('.') && !one.asUrl)
      .map(one => resolve(path, one.specifier))
  const graph = new Map([...facts].map(([path, file]) => [path, neighbours(path, file.imports)]))
  return findCycles(graph).map(cycle => {
    const [path, next] = cycle as [string, string]
    const imports = facts.get(path)?.imports ?? []
    const line = imports.find(one => resolve(path, one.specifier) === next)?.line ?? 1
    return { path, line, reason: `cycle: ${[...cycle, path].join(' -> ')}` }
  })
}
