/** What the rules need to know of a source file, read from its syntax tree. Knows no rule itself. */
import { parseSync } from 'vite'

export interface Import {
  readonly specifier: string
  readonly line: number
  /** Leaves no trace at run time. */
  readonly typeOnly: boolean
  /** Not loaded by this module but named for a worker to run. */
  readonly asUrl: boolean
}

export interface Named {
  readonly name: string
  readonly line: number
}

export interface SourceFacts {
  readonly imports: readonly Import[]
  /** Names used and not declared in the file, properties aside, and `object.property` of names. */
  readonly names: readonly Named[]
  /** Tests that never run, or keep others from running: `test.only`, `it.skip`, `describe.todo`. */
  readonly unrunTests: readonly Named[]
  readonly emptyCatches: readonly number[]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

export function readSource(path: string, text: string): SourceFacts {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const imports: Import[] = []
  const names: Named[] = []
  const unrunTests: Named[] = []
  const emptyCatches: number[] = []
  const declared = new Set<string>()
  const lineOf = lineFinder(text)

  walk(program as unknown as Node, (node, parent) => {
    const line = lineOf(node.start)
    const specifier = importedBy(node)
    if (specifier !== undefined) {
      const asUrl = node.type === 'NewExpression'
      imports.push({ specifier, line, typeOnly: isTypeOnly(node), asUrl })
    }
    for (const name of declaredBy(node)) declared.add(name)
    const name = usedName(node, parent)
    if (name !== undefined) names.push({ name, line })
    const unrun = unrunTest(node)
    if (unrun !== undefined) unrunTests.push({ name: unrun, line })
    if (node.type === 'CatchClause' && (node.body as { body: unknown[] }).body.length === 0) {
      emptyCatches.push(line)
    }
  })
  const foreign = names.filter(({ name }) => !declared.has(name))
  return { imports, names: foreign, unrunTests, emptyCatches }
}

function walk(node: Node, visit: (node: Node, parent?: Node) => void, parent?: Node): void {
  visit(node, parent)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, node)
    }
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** `import`, `export … from`, `import()`, the type `import()`, and `new URL('…', import.meta.url)`. */
function importedBy(node: Node): string | undefined {
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'URL') {
    const [first, second] = node.arguments as Node[]
    const file = second?.type === 'MemberExpression' ? literal(first) : undefined
    return file?.match(/\.tsx?$/) ? file : undefined
  }
  return /^(Import|Export(All|Named))Declaration$|^ImportExpression$|^TSImportType$/.test(node.type)
    ? literal(node.source)
    : undefined
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType') return true
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = (node.specifiers ?? []) as Node[]
  return specifiers.length > 0 && specifiers.every(one => one.importKind === 'type')
}

function usedName(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'MemberExpression' && !node.computed) {
    const object = nameOf(node.object)
    return object && `${object}.${nameOf(node.property)}`
  }
  if (node.type !== 'Identifier' || isPropertyName(node, parent)) return undefined
  return nameOf(node)
}

/** A variable or parameter may be called `window`: then it is not the browser's. */
function declaredBy(node: Node): string[] {
  if (node.type === 'VariableDeclarator') return namesIn(node.id)
  return Array.isArray(node.params) ? node.params.flatMap(namesIn) : []
}

/** The names a pattern binds: `a`, `{ a, b: c }`, `[d]`, `e = 1`. */
function namesIn(pattern: unknown): string[] {
  if (!isNode(pattern)) return []
  const own = nameOf(pattern)
  if (own) return [own]
  const inner = [pattern.properties, pattern.elements, pattern.value, pattern.left]
  return [...inner, pattern.argument].flat().flatMap(namesIn)
}

function isPropertyName(node: Node, parent: Node | undefined): boolean {
  if (!parent || parent.computed) return false
  return parent.property === node || parent.key === node
}

const RUNNERS = ['test', 'it', 'describe']
const UNRUN = ['only', 'skip', 'todo', 'fixme']

/** Playwright's `test.skip(condition, reason)` is no sin: the reason shows in the report. */
function unrunTest(node: Node): string | undefined {
  if (node.type !== 'CallExpression') return undefined
  const callee = node.callee as Node
  if (callee.type !== 'MemberExpression') return undefined
  const how = nameOf(callee.property)
  const root = rootOf(callee)
  if (!how || !root || !UNRUN.includes(how) || !RUNNERS.includes(root)) return undefined
  const [first] = node.arguments as Node[]
  const conditional = first !== undefined && !/^(Literal|TemplateLiteral)$/.test(first.type)
  return conditional ? undefined : `${root}.${how}`
}

function rootOf(node: Node): string | undefined {
  let root = node
  while (isNode(root.object)) root = root.object
  return nameOf(root)
}

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? (node.name as string) : undefined

const literal = (node: unknown): string | undefined =>
  isNode(node) && typeof node.value === 'string' ? node.value : undefined

function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    let line = starts.findIndex(start => start > offset)
    if (line < 0) line = starts.length
    return line
  }
}
