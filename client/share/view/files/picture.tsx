/** The sheet of paper before a file's name, or what the picture shows once all of it is here. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { kindOf } from '../../files/kinds.ts'
import { MAX_PICTURE_BYTES, Thumbnails } from '../../files/thumbnails.ts'
import type { Item } from '../../snapshot.ts'
import { Badge } from '../parts.tsx'

const thumbnails = new Thumbnails()

interface PictureProps {
  readonly item: Item
  readonly index: number
  readonly name: string
  readonly bytes: number
  /** All of it, and verified. */
  readonly isHere: boolean
}

export function Picture({ item: { torrent }, index, name, bytes, isHere }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const thumbnail = useSignal<ImageBitmap | undefined>(undefined)
  const isWanted = isHere && bytes > 0 && bytes <= MAX_PICTURE_BYTES && kindOf(name) === 'pictures'
  useEffect(() => {
    if (!isWanted) return
    return thumbnails.want({
      key: `${torrent.swarm}/${index}`,
      read: () => torrent.file(index),
      show: made => {
        thumbnail.value = made
      },
    })
  }, [torrent, index, isWanted, thumbnail])
  const made = isWanted ? thumbnail.value : undefined
  useEffect(() => {
    if (made) canvas.current?.getContext('2d')?.drawImage(made, 0, 0)
  }, [made])
  if (!made) return <Badge name={name} />
  return <canvas ref={canvas} class="thumbnail" width={made.width} height={made.height} />
}
