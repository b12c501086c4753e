import { labView } from '../../language/lab-view.ts'
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
  const texts = labView.texts.edit
  return (
    <>
      <h2>{texts.title}</h2>
      {file && chosen?.kind === 'node' && (
        <NodePanel key={chosen.name} lab={lab} file={file} name={chosen.name} />
      )}
      {editor.chosenLink && <LinkPanel editor={editor} link={editor.chosenLink} file={file} />}
      {!chosen && <p class="hint-line">{texts.hint}</p>}
      {file && <ChooseNode editor={editor} file={file} />}
      <div class="row edit-end">
        <Button class="main" onClick={() => editor.toggle()}>
          {texts.done}
        </Button>
        <Button disabled={!lab.canUndo.value} onClick={() => lab.undo()}>
          {texts.undo}
        </Button>
        {file && (
          <Button
            onClick={() =>
              giveFile(new Blob([`${JSON.stringify(file, null, 2)}\n`]), 'topology.json')
            }
          >
            {texts.save}
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
      label={labView.texts.edit.choose}
      value={chosen?.kind === 'node' ? chosen.name : ''}
      options={[['', labView.texts.edit.none], ...names.map((name): Option => [name, name])]}
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
            {labView.texts.edit.remove}
          </Button>
        </div>
      )}
    </>
  )
}

function RouterPanel({ editor, name }: { editor: Editor; name: string }) {
  const isLinking = editor.linkingFrom.value === name
  const texts = labView.texts.edit
  return (
    <>
      <h3>{name}</h3>
      {isLinking && <p class="hint">{texts.pressOther}</p>}
      <div class="edit-actions">
        <Button onClick={() => editor.addPeer(name)}>{texts.addPeer}</Button>
        <Button onClick={() => editor.addRouter(name)}>{texts.addRouter}</Button>
        <Button
          aria-pressed={isLinking}
          onClick={() => {
            editor.linkingFrom.value = isLinking ? undefined : name
          }}
        >
          {texts.link}
        </Button>
        <Button class="danger" onClick={() => editor.remove(name)}>
          {texts.removeRouter}
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
      {labView.texts.edit.seeder}
    </Switch>
  )
}

/** `usual`: an amount as in the file, or the name of a text. */
const LINK_FIELDS = [
  { key: 'rate', usual: '6Mbps' },
  { key: 'rateBack', usual: 'theSame' },
  { key: 'delay', usual: '100us' },
  { key: 'queue', usual: 'unlimited' },
  { key: 'loss', usual: '0%' },
] as const

function LinkPanel({
  editor,
  link,
  file,
}: {
  readonly editor: Editor
  readonly link: LinkFile
  readonly file: TopologyFile | undefined
}) {
  const texts = labView.texts.edit
  const isBackbone = [link.from, link.to].every(name => file?.routers.includes(name))
  return (
    <>
      <h3>{texts.line(link)}</h3>
      <div class="link-fields">
        {LINK_FIELDS.map(({ key, usual }) => (
          <Input
            key={`${key} ${link.from} ${link.to}`}
            label={texts[key]}
            placeholder={usual === 'theSame' || usual === 'unlimited' ? texts[usual] : usual}
            value={typeof link[key] === 'string' ? link[key] : ''}
            onText={text => editor.setLink(link, key, text || undefined)}
          />
        ))}
      </div>
      <Switch
        on={link.duplex === 'half'}
        onChange={isOn => editor.setLink(link, 'duplex', isOn ? 'half' : undefined)}
      >
        {texts.oneChannel}
      </Switch>
      {isBackbone && (
        <Button class="danger" onClick={() => editor.unlink(link)}>
          {texts.removeLine}
        </Button>
      )}
    </>
  )
}
