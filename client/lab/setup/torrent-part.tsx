import { formatBytes } from '../../language/format.ts'
import { countOf } from '../../share/format.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import type { Lab } from '../lab.ts'
import { type Document, isDocument, valueAt } from './draft.ts'
import { choice, count, Fields, FileButton, Part, quantity } from './fields.tsx'

const BLOCK_BYTES = 16 * 1024
/** Wanted number of pieces, as usual for torrents. */
const WANTED_PIECES = 200

const IN_BLOCKS = [
  count('torrent.pieces', 'Pieces', [1, 65_536]),
  count('torrent.blocksPerPiece', 'Blocks in each', [1, 1024]),
]
const IN_BYTES = [
  quantity('torrent.length', 'Size', '8MiB'),
  quantity('torrent.pieceLength', 'Size of a piece', '256KiB'),
]
const SIZE_FIELDS = ['pieces', 'blocksPerPiece', 'length', 'pieceLength']
const JOIN_WITH: readonly Option[] = [
  ['torrent', 'the .torrent file'],
  ['link', 'only the link'],
]
const ALWAYS = [
  count('torrent.blockBytes', 'Bytes of a block', [1024, BLOCK_BYTES], BLOCK_BYTES),
  choice('torrent.joinWith', 'Who joins has', JOIN_WITH, 'torrent'),
]

/** The torrent: only its size and its pieces matter. */
export function TorrentPart({ lab }: { lab: Lab }) {
  const torrent = valueAt(lab.draft.value.document, 'torrent')
  const isInBlocks = isDocument(torrent) && torrent.pieces !== undefined
  const plan = lab.plan.value
  return (
    <Part
      title="Torrent"
      now={plan ? `${formatBytes(plan.bytes)} in ${countOf(plan.pieces, 'piece')}` : ''}
    >
      <Choice
        label="Described by"
        value={isInBlocks ? 'blocks' : 'bytes'}
        options={[
          ['blocks', 'pieces of blocks'],
          ['bytes', 'its size'],
        ]}
        onChoose={chosen => describeBy(lab, chosen)}
      />
      <Fields lab={lab} of={[...(isInBlocks ? IN_BLOCKS : IN_BYTES), ...ALWAYS]} />
      <div class="part-tools">
        <FileButton
          label="As large as a file"
          accept=""
          onFile={({ size }) => takeSize(lab, size)}
        />
      </div>
    </Part>
  )
}

export function describeBy(lab: Lab, way: string): void {
  const plan = lab.plan.value
  const pieces = plan?.pieces ?? 25
  const chosen = valueAt(lab.draft.value.document, 'torrent.blockBytes')
  const blockBytes = typeof chosen === 'number' ? chosen : BLOCK_BYTES
  const blocks = Math.max(1, Math.round((plan?.pieceBytes ?? 5 * blockBytes) / blockBytes))
  const pieceBytes = blocks * blockBytes
  setSize(
    lab,
    way === 'blocks'
      ? { pieces, blocksPerPiece: blocks }
      : { length: sizeText(pieces * pieceBytes), pieceLength: sizeText(pieceBytes) },
  )
}

/** In place of the size before; what else is chosen of the torrent stays. */
function setSize(lab: Lab, size: Document): void {
  const chosen = valueAt(lab.draft.value.document, 'torrent')
  const others = Object.entries(isDocument(chosen) ? chosen : {}).filter(
    ([name]) => !SIZE_FIELDS.includes(name),
  )
  lab.set('torrent', { ...Object.fromEntries(others), ...size })
}

const sizeText = (bytes: number): string =>
  bytes % 1024 === 0 ? `${bytes / 1024}KiB` : `${bytes}B`

/** A piece is a power of two of blocks, as usual for torrents. */
export function takeSize(lab: Lab, bytes: number): void {
  const blocks = 2 ** Math.max(0, Math.ceil(Math.log2(bytes / WANTED_PIECES / BLOCK_BYTES)))
  setSize(lab, { length: `${bytes}B`, pieceLength: `${blocks * 16}KiB` })
}
