/**
 * A topology as a NED file that OMNeT++ reads. What its channels cannot say stands in a property of
 * ours, `@tabswarm(...)`, which it passes over: names that are none there, queues, losses in bursts.
 */
import type { Direction, Topology, TopologyLink } from '../../topology.ts'
import { formatDuration, formatRate, formatSize } from '../../units.ts'
import { writeBursts } from '../bursts.ts'

const RESERVED =
  'allowunconnected bool channel channelinterface connections const default double extends false for gates if import index inf inout input int like module moduleinterface nan network object output package parameters property simple sizeof string submodules this true typename types undefined volatile xml xmldoc parent ask exists'.split(
    ' ',
  )

export function writeNed(topology: Topology): string {
  const { name, note, routers, tracker, peers, links } = topology
  const names = identifiersOf(topology)
  const submodule = (type: string) => (own: string) => {
    const word = names.get(own) as string
    const property = word === own ? '' : ` { @tabswarm(name=${quoted(own)}); }`
    return `        ${word}: ${type}${property || ';'}`
  }
  const own = [`name=${quoted(name)}`, ...(note === '' ? [] : [`note=${quoted(note)}`])]
  return [
    ...['Router', 'Tracker', 'Peer'].map(
      type => `simple ${type}\n{\n    gates:\n        inout port[];\n}\n`,
    ),
    `network ${identifier(name, 'Network')}`,
    '{',
    `    @tabswarm(${own.join('; ')});`,
    '    submodules:',
    ...routers.map(submodule('Router')),
    submodule('Tracker')(tracker),
    ...peers.map(submodule('Peer')),
    '    connections:',
    ...links.flatMap(link => connections(link, names)).map(line => `        ${line}`),
    '}',
    '',
  ].join('\n')
}

function identifiersOf({ routers, tracker, peers }: Topology): Map<string, string> {
  const all = [...routers, tracker, ...peers]
  const taken = new Set(all)
  return new Map(
    all.map((name, index) => {
      if (identifier(name, '') === name) return [name, name]
      let word = identifier(name, 'node')
      while (taken.has(word)) word = `${word}_${index}`
      taken.add(word)
      return [name, word]
    }),
  )
}

/** A word that NED takes for a name, as like to this one as it can be. */
function identifier(name: string, otherwise: string): string {
  const word = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_') || otherwise
  return RESERVED.includes(word) ? `${word}_` : word
}

function connections({ from, to, forth, back, duplex }: TopologyLink, names: Map<string, string>) {
  const [a, b] = [names.get(from), names.get(to)]
  const [there, home] = [channel(forth, duplex), channel(back, duplex)]
  if (there === home) return [`${a}.port++ <--> { ${there} } <--> ${b}.port++;`]
  return [
    `${a}.port$o++ --> { ${there} } --> ${b}.port$i++;`,
    `${b}.port$o++ --> { ${home} } --> ${a}.port$i++;`,
  ]
}

function channel({ rateBitsPerSec, delayMs, queueBytes, loss }: Direction, duplex: string): string {
  const own = [
    ...(duplex === 'half' ? ['duplex=half'] : []),
    ...(queueBytes === Number.POSITIVE_INFINITY ? [] : [`queue=${formatSize(queueBytes)}`]),
    ...(loss && 'goodToBad' in loss ? [`bursts=${writeBursts(loss)}`] : []),
  ].map(each => each.replace(/=(.*)$/, '="$1"'))
  return [
    `datarate = ${formatRate(rateBitsPerSec)};`,
    `delay = ${formatDuration(delayMs)};`,
    ...(loss && 'share' in loss ? [`per = ${loss.share};`] : []),
    ...(own.length === 0 ? [] : [`@tabswarm(${own.join('; ')});`]),
  ].join(' ')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
}

function quoted(text: string): string {
  const escaped = text.replace(/["\\\n\t]|\p{Cc}/gu, letter => {
    return ESCAPES[letter] ?? `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return `"${escaped}"`
}
