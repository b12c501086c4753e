import type { LeftOut } from '../../host/api.ts'
import { countOf } from '../format.ts'

export function LeftOutLines({ leftOut }: { leftOut: readonly LeftOut[] }) {
  return (
    <>
      {leftOut.map(each => (
        <p key={each.kind} class="hint-line">
          {leftOutInWords(each)}
        </p>
      ))}
    </>
  )
}

function leftOutInWords(left: LeftOut): string {
  if (left.kind === 'symlinks')
    return `${countOf(left.count, 'symbolic link was', 'symbolic links were')} left out: they lead to other places on a disk.`
  if (left.isAll) return 'The link asks for files that do not exist, so all of them are chosen.'
  return `The link asks for ${countOf(left.count, 'file that does', 'files that do')} not exist. The others are chosen.`
}
