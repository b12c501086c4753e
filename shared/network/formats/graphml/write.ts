/** A topology as a GraphML file, with the Topology Zoo's key for rates and others of our own. */
import type { Direction, Topology, TopologyLink } from '../../topology.ts'
import { writeBursts } from '../bursts.ts'

const KEYS = [
  ['role', 'node', 'string'],
  ['LinkSpeedRaw', 'edge', 'double'],
  ['LinkSpeedRawBack', 'edge', 'double'],
  ['delayMs', 'edge', 'double'],
  ['delayMsBack', 'edge', 'double'],
  ['queueBytes', 'edge', 'string'],
  ['queueBytesBack', 'edge', 'string'],
  ['per', 'edge', 'double'],
  ['perBack', 'edge', 'double'],
  ['bursts', 'edge', 'string'],
  ['burstsBack', 'edge', 'string'],
  ['duplex', 'edge', 'string'],
  ['label', 'graph', 'string'],
  ['Note', 'graph', 'string'],
] as const

export function writeGraphml(topology: Topology): string {
  const { name, note, routers, tracker, peers, links } = topology
  const node = (role: string) => (id: string) =>
    `    <node id="${escaped(id)}">${data('role', role)}</node>`
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...KEYS.map(
      ([key, of, type]) =>
        `  <key id="${key}" for="${of}" attr.name="${key}" attr.type="${type}" />`,
    ),
    '  <graph edgedefault="undirected">',
    `    ${data('label', name)}`,
    ...(note === '' ? [] : [`    ${data('Note', note)}`]),
    ...routers.map(node('router')),
    node('tracker')(tracker),
    ...peers.map(node('peer')),
    ...links.map(edge),
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n')
}

function edge({ from, to, forth, back, duplex }: TopologyLink): string {
  const [there, home] = [fieldsOf(forth), fieldsOf(back)]
  const isLossSame = there.per === home.per && there.bursts === home.bursts
  const fields = [
    ...Object.entries(there).flatMap(([key, value]) =>
      value === undefined ? [] : data(key, value),
    ),
    ...(['LinkSpeedRaw', 'delayMs', 'queueBytes'] as const).flatMap(key =>
      there[key] === home[key] ? [] : data(`${key}Back`, home[key] ?? 'unlimited'),
    ),
    ...(isLossSame
      ? []
      : [home.bursts ? data('burstsBack', home.bursts) : data('perBack', home.per ?? '0')]),
    ...(duplex === 'half' ? [data('duplex', 'half')] : []),
  ]
  return `    <edge source="${escaped(from)}" target="${escaped(to)}">${fields.join('')}</edge>`
}

function fieldsOf({ rateBitsPerSec, delayMs, queueBytes, loss }: Direction) {
  return {
    LinkSpeedRaw: String(rateBitsPerSec),
    delayMs: String(delayMs),
    queueBytes: queueBytes === Number.POSITIVE_INFINITY ? undefined : String(queueBytes),
    per: loss && 'share' in loss ? String(loss.share) : undefined,
    bursts: loss && 'goodToBad' in loss ? writeBursts(loss) : undefined,
  }
}

const data = (key: string, value: string): string => `<data key="${key}">${escaped(value)}</data>`

/** Letters that XML 1.0 cannot carry are left out. */
const UNLAWFUL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

const escaped = (text: string): string =>
  text.replace(UNLAWFUL, '').replace(/[&<>"\r]/g, letter => ENTITIES[letter] as string)
