/** Results as lines and as docs/attacks.md. */
import { aligned } from '../aligned.ts'
import type { Result } from './attack.ts'

export const isHeld = ({ figures }: Result): boolean => figures.every(({ held }) => held)

const verdict = (held: boolean): string => (held ? 'held' : 'BROKE')

export function lines(results: readonly Result[]): string[] {
  const rows = results.flatMap(({ name, figures }) =>
    figures.map(({ what, limit, measured, held }) => [
      name,
      what,
      limit,
      measured,
      limit === '' ? '' : verdict(held),
    ]),
  )
  return aligned([['attack', 'what', 'limit', 'figure', ''], ...rows])
}

const BEGIN = '<!-- written by npm run attack -- --write -->'

/** `text` with the table at its end renewed. */
export function documentOf(text: string, results: readonly Result[], seconds: number): string {
  const head = text.slice(0, text.indexOf(BEGIN))
  const rows = results.map(({ name, about, figures, ...result }) => {
    const cells = figures.map(
      ({ what, limit, measured }) => `${what}: ${measured}${limit && ` (${limit})`}`,
    )
    const held = verdict(isHeld({ name, about, figures, ...result }))
    return `| ${name} | ${about} | ${cells.join('; ')} | ${held} |`
  })
  return `${head}${BEGIN}

Figures of ${seconds} s each.

| attack | what is done | figures, and their limits | |
|---|---|---|---|
${rows.join('\n')}
`
}
