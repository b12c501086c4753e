import type { LeftOut } from '../../host/api.ts'
import { sharing } from '../../language/sharing.ts'

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
  const { link } = sharing.texts
  if (left.kind === 'symlinks') return link.symlinks(left.count)
  return left.isAll ? link.noSuchFiles : link.someNoSuchFiles(left.count)
}
