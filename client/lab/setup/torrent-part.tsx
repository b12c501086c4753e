import { formatBytes } from '../../share/format.ts'
import type { Lab } from '../lab.ts'
import { isDocument, valueAt } from './draft.ts'
import { Choice, ChoiceField, CountField, FileButton, Part, QuantityField } from './fields.tsx'

const BLOCK_BYTES = 16 * 1024
/** About so many pieces are a good compromise, as for real torrents of this size. */
const WANTED_PIECES = 200
const MAX_PIECES = 65_536

/** What is shared: of a run in virtual time only its size and its pieces matter. */
export function TorrentPart({ lab }: { lab: Lab }) {
  const torrent = valueAt(lab.draft.value.document, 'torrent')
  const isInBlocks = isDocument(torrent) && torrent.pieces !== undefined
  const plan = lab.plan.value
  return (
    <Part title="Torrent" now={plan ? `${formatBytes(plan.bytes)} in ${plan.pieces} pieces` : ''}>
      <Choice
        label="Described by"
        value={isInBlocks ? 'blocks' : 'bytes'}
        options={[
          { value: 'blocks', title: 'pieces of blocks' },
          { value: 'bytes', title: 'its size' },
        ]}
        onChoose={chosen => describeBy(lab, chosen)}
      />
      {isInBlocks ? (
        <>
          <CountField lab={lab} path="torrent.pieces" label="Pieces" min={1} max={MAX_PIECES} />
          <CountField
            lab={lab}
            path="torrent.blocksPerPiece"
            label="Blocks of 16 KiB in each"
            min={1}
            max={1024}
          />
        </>
      ) : (
        <>
          <QuantityField lab={lab} path="torrent.length" label="Size" usual="8MiB" />
          <QuantityField
            lab={lab}
            path="torrent.pieceLength"
            label="Size of a piece"
            usual="256KiB"
          />
        </>
      )}
      <ChoiceField
        lab={lab}
        path="torrent.joinWith"
        label="Who joins has"
        usual="torrent"
        options={[
          { value: 'torrent', title: 'the .torrent file' },
          { value: 'link', title: 'only the link' },
        ]}
      />
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

function describeBy(lab: Lab, way: string): void {
  const plan = lab.plan.value
  const pieces = plan?.pieces ?? 25
  const blocks = Math.max(1, Math.round((plan?.pieceBytes ?? 5 * BLOCK_BYTES) / BLOCK_BYTES))
  lab.set(
    'torrent',
    way === 'blocks'
      ? { pieces, blocksPerPiece: blocks }
      : { length: `${pieces * blocks * 16}KiB`, pieceLength: `${blocks * 16}KiB` },
  )
}

/** Whole blocks, a power of two of them, as torrents have it. */
function takeSize(lab: Lab, bytes: number): void {
  const blocks = 2 ** Math.max(0, Math.ceil(Math.log2(bytes / WANTED_PIECES / BLOCK_BYTES)))
  lab.set('torrent', { length: `${bytes}B`, pieceLength: `${blocks * 16}KiB` })
}
