/** The figures as tables. */
import { aligned } from '../../aligned.ts'
import type { SideFigures, TrackerResult } from './bench.ts'

export function trackerTable({ sides, targets, members, notes }: TrackerResult): string {
  const rows = sides.map(side => [
    side.name,
    count(side.announcesPerCpuSecond),
    count(side.offersPerCpuSecond),
    side.redisMicrosPerAnnounce?.toFixed(0) ?? '',
    `${side.residentMb}`,
    `${count(side.knee.announcesPerSec)} (${side.knee.clients})`,
    side.knee.p99Ms.toFixed(1),
  ])
  const head = [
    'for each second of the servers’ processor:',
    'announces',
    'offers relayed',
    'Redis us',
    'MB',
    'knee, a second (clients)',
    'p99 ms',
  ]
  const met = targets.map(({ what, value, limit, isMet }) => [
    isMet ? 'yes' : 'NO',
    what,
    `${value}`,
    `(${limit})`,
  ])
  return [
    ...aligned([head, ...rows], 'lrrrrrr'),
    '',
    ...sides.map(rampLine),
    '',
    `${count(members.members)} members in ${count(members.swarms)} swarms: ${members.registryMb.toFixed(0)} MB, announces ${members.p50Ms.toFixed(1)} ms, 99 % ${members.p99Ms.toFixed(1)} ms`,
    '',
    ...aligned(met, 'llrr'),
    ...notes,
  ].join('\n')
}

const rampLine = ({ name, ramp }: SideFigures): string =>
  `${name}: ${ramp.map(step => `${step.clients} clients ${count(step.announcesPerSec)}/s (p99 ${step.p99Ms.toFixed(1)} ms)`).join(', ')}`

const count = (value: number): string => Math.round(value).toLocaleString('en')
