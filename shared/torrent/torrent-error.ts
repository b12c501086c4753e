export type TorrentFault =
  | 'not-bencode'
  | 'too-large'
  | 'missing-field'
  | 'bad-field'
  | 'bad-name'
  | 'bad-piece-length'
  | 'bad-pieces'
  | 'bad-length'
  | 'empty'
  | 'too-many-files'
  | 'too-deep'
  | 'duplicate-path'
  | 'path-conflict'
  | 'symlink'
  | 'v2-only'

/** A torrent, or its metadata, that may not be used. The message is a sentence for a person. */
export class TorrentError extends Error {
  readonly code: TorrentFault
  /** `detail` ends the sentence "This torrent cannot be used: …". */
  constructor(code: TorrentFault, detail: string) {
    super(`This torrent cannot be used: ${detail}. Ask whoever made it for a new one.`)
    this.name = 'TorrentError'
    this.code = code
  }
}
