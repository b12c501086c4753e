/** deploy/grafana-dashboard.json shows what a server on Redis tells, and all of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { get } from './raw-http.ts'
import { startServer } from './start.ts'

interface Dashboard {
  readonly panels: readonly {
    readonly title: string
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
  }[]
  readonly templating: { readonly list: readonly { readonly query?: unknown }[] }
}

const path = join(import.meta.dirname, '../deploy/grafana-dashboard.json')
const dashboard = JSON.parse(readFileSync(path, 'utf8')) as Dashboard
/** Of Prometheus itself, on whatever it reads. */
const ITS_LABELS = ['instance', 'job', 'le']

const namesIn = (text: string) => text.match(/\b(tabswarm|nodejs|process)_\w+/g) ?? []

async function metricsOf() {
  // It tells of Redis, too, if that is away.
  const server = await startServer({ port: 0, redisUrl: 'unix:/nobody.sock', log: () => {} })
  const text = await get(server.port, '/metrics', '127.0.0.1')
  await server.close()
  return new Map(
    [...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].map(([, name = '', type = '']) => [name, type]),
  )
}

test('every metric that the dashboard names is in /metrics, in the way that it is asked for', async () => {
  const types = await metricsOf()
  for (const { title, targets } of dashboard.panels)
    for (const { expr } of targets) {
      const names = namesIn(expr)
      expect(names.length, title).toBeGreaterThan(0)
      for (const name of names) {
        const isHistogram = name.endsWith('_bucket')
        const type = types.get(name.replace(/_bucket$/, ''))
        // Of what only grows the rate is shown, of all else the value.
        const isRate = new RegExp(`rate\\(${name}\\b`).test(expr)
        expect([name, type], expr).toEqual([
          name,
          isHistogram ? 'histogram' : isRate ? 'counter' : 'gauge',
        ])
      }
    }
  for (const { query } of dashboard.templating.list)
    for (const name of namesIn(JSON.stringify(query))) expect(types.has(name), name).toBe(true)
  const shown = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => namesIn(expr)),
  )
  for (const name of types.keys())
    if (name.startsWith('tabswarm_'))
      expect(shown.map(shownName => shownName.replace(/_bucket$/, ''))).toContain(name)
})

test('every label by which it tells lines apart is one that there is', () => {
  const source = readFileSync(join(import.meta.dirname, 'metrics.ts'), 'utf8')
  const labels = [
    ...source.matchAll(/^ {2}counter\('\w+', '[^']*', '(\w+)'|labelNames: \['(\w+)'\]/gm),
  ]
    .map(([, ofCounter, ofGauge]) => ofCounter ?? ofGauge)
    .concat(ITS_LABELS)
  for (const { targets } of dashboard.panels)
    for (const { expr, legendFormat } of targets) {
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
        list.split(', '),
      )
      const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label)
      for (const label of [...grouped, ...named]) expect(labels, expr).toContain(label)
      // Prometheus drops what is not grouped by.
      if (grouped.length > 0) for (const label of named) expect(grouped, expr).toContain(label)
    }
})
