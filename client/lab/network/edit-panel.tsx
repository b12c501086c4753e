import { giveFile } from '../../share/give-file.ts'
import { Choice, type Option, Switch } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { valueAt } from '../setup/draft.ts'
import { Input } from '../setup/fields.tsx'
import type { Editor } from './editor.ts'
import type { LinkFile, TopologyFile } from './topology-edit.ts'

export function EditPanel({ lab }: { lab: Lab }) {
  const { editor } = lab
  const { file } = editor
  const chosen = editor.chosen.value
  return (
    <>
      <h2>Change the network</h2>
      {file && chosen?.kind === 'node' && (
        <NodePanel key={chosen.name} lab={lab} file={file} name={chosen.name} />
      )}
      {editor.chosenLink && <LinkPanel editor={editor} link={editor.chosenLink} file={file} />}
      {!chosen && (
        <p class="hint-line">
          Press a router, a peer or a line in the drawing, or choose one here.
        </p>
      )}
      {file && <ChooseNode editor={editor} file={file} />}
      <div class="row edit-end">
        <Button class="main" onClick={() => editor.toggle()}>
          Done
        </Button>
        <Button disabled={!lab.canUndo.value} onClick={() => lab.undo()}>
          Undo
        </Button>
        {file && (
          <Button
            onClick={() =>
              giveFile(new Blob([`${JSON.stringify(file, null, 2)}\n`]), 'topology.json')
            }
          >
            Save as a file
          </Button>
        )}
      </div>
    </>
  )
}

/** Chooses a node by keyboard. */
function ChooseNode({ editor, file }: { editor: Editor; file: TopologyFile }) {
  const chosen = editor.chosen.value
  const names = [...file.routers, ...file.peers, file.tracker]
  return (
    <Choice
      label="Router or peer"
      value={chosen?.kind === 'node' ? chosen.name : ''}
      options={[['', 'none'], ...names.map((name): Option => [name, name])]}
      onChoose={name => editor.choose(name === '' ? undefined : { kind: 'node', name })}
    />
  )
}

function NodePanel({ lab, file, name }: { lab: Lab; file: TopologyFile; name: string }) {
  const { editor } = lab
  if (file.routers.includes(name)) return <RouterPanel editor={editor} name={name} />
  return (
    <>
      <h3>{name}</h3>
      {file.peers.includes(name) && (
        <div class="row">
          <SeederSwitch lab={lab} file={file} name={name} />
          <Button class="danger" onClick={() => editor.remove(name)}>
            Remove it
          </Button>
        </div>
      )}
    </>
  )
}

function RouterPanel({ editor, name }: { editor: Editor; name: string }) {
  const isLinking = editor.linkingFrom.value === name
  return (
    <>
      <h3>{name}</h3>
      {isLinking && <p class="hint">Now press the other router.</p>}
      <div class="edit-actions">
        <Button onClick={() => editor.addPeer(name)}>Add a peer here</Button>
        <Button onClick={() => editor.addRouter(name)}>Add a router beside it</Button>
        <Button
          aria-pressed={isLinking}
          onClick={() => {
            editor.linkingFrom.value = isLinking ? undefined : name
          }}
        >
          Link it with another
        </Button>
        <Button class="danger" onClick={() => editor.remove(name)}>
          Remove it and its peers
        </Button>
      </div>
    </>
  )
}

/** Once one is ticked by hand, the file names its seeders. */
function SeederSwitch({ lab, file, name }: { lab: Lab; file: TopologyFile; name: string }) {
  const value = valueAt(lab.draft.value.document, 'seeders') ?? 1
  const seeders = Array.isArray(value) ? value.map(String) : file.peers.slice(0, Number(value))
  return (
    <Switch
      on={seeders.includes(name)}
      onChange={isOn =>
        lab.set('seeders', isOn ? [...seeders, name] : seeders.filter(each => each !== name))
      }
    >
      Seeder
    </Switch>
  )
}

const LINK_FIELDS = [
  { key: 'rate', label: 'Rate', usual: '6Mbps' },
  { key: 'rateBack', label: 'Rate back', usual: 'the same' },
  { key: 'delay', label: 'Delay', usual: '100us' },
  { key: 'queue', label: 'Queue', usual: 'unlimited' },
  { key: 'loss', label: 'Loss', usual: '0%' },
]

function LinkPanel({
  editor,
  link,
  file,
}: {
  readonly editor: Editor
  readonly link: LinkFile
  readonly file: TopologyFile | undefined
}) {
  const isBackbone = [link.from, link.to].every(name => file?.routers.includes(name))
  return (
    <>
      <h3>
        Line from {link.from} to {link.to}
      </h3>
      <div class="link-fields">
        {LINK_FIELDS.map(({ key, label, usual }) => (
          <Input
            key={`${key} ${link.from} ${link.to}`}
            label={label}
            placeholder={usual}
            value={typeof link[key] === 'string' ? link[key] : ''}
            onText={text => editor.setLink(link, key, text || undefined)}
          />
        ))}
      </div>
      <Switch
        on={link.duplex === 'half'}
        onChange={isOn => editor.setLink(link, 'duplex', isOn ? 'half' : undefined)}
      >
        One channel for both ways
      </Switch>
      {isBackbone && (
        <Button class="danger" onClick={() => editor.unlink(link)}>
          Remove this line
        </Button>
      )}
    </>
  )
}
