import { formatBytes } from '../../language/format.ts'
import { labSetup } from '../../language/lab-setup.ts'
import { Choice } from '../../share/view/fields.tsx'
import type { Lab } from '../lab.ts'
import { type Document, isDocument, valueAt } from './draft.ts'
import { choice, count, type Field, Fields, FileButton, Part, quantity } from './fields.tsx'

const BLOCK_BYTES = 16 * 1024
/** Wanted number of pieces, as usual for torrents. */
const WANTED_PIECES = 200

const SIZE_FIELDS = ['pieces', 'blocksPerPiece', 'length', 'pieceLength']

/** The torrent: only its size and its pieces matter. */
export function TorrentPart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.torrent
  const torrent = valueAt(lab.draft.value.document, 'torrent')
  const isInBlocks = isDocument(torrent) && torrent.pieces !== undefined
  const plan = lab.plan.value
  return (
    <Part
      title={texts.title}
      now={plan ? texts.now({ size: formatBytes(plan.bytes), pieces: plan.pieces }) : ''}
    >
      <Choice
        label={texts.describedBy}
        value={isInBlocks ? 'blocks' : 'bytes'}
        options={Object.entries(texts.ways)}
        onChoose={chosen => describeBy(lab, chosen)}
      />
      <Fields lab={lab} of={fieldsOf(isInBlocks)} />
      <div class="part-tools">
        <FileButton label={texts.asLargeAs} accept="" onFile={({ size }) => takeSize(lab, size)} />
      </div>
    </Part>
  )
}

function fieldsOf(isInBlocks: boolean): readonly Field[] {
  const texts = labSetup.texts.torrent
  const size = isInBlocks
    ? [
        count('torrent.pieces', texts.pieces, [1, 65_536]),
        count('torrent.blocksPerPiece', texts.blocksPerPiece, [1, 1024]),
      ]
    : [
        quantity('torrent.length', texts.length, '8MiB'),
        quantity('torrent.pieceLength', texts.pieceLength, '256KiB'),
      ]
  return [
    ...size,
    count('torrent.blockBytes', texts.blockBytes, [1024, BLOCK_BYTES], BLOCK_BYTES),
    choice('torrent.joinWith', texts.joinWith, texts.joiners, 'torrent'),
  ]
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
