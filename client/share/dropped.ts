/** What was dropped, taken inside the drop event: its items are gone when that is over. */
export interface Dropped {
  /** Files and folders. */
  readonly entries: readonly FileSystemEntry[]
  readonly loose: readonly File[]
}

export function droppedFiles(transfer: DataTransfer): Dropped {
  const entries: FileSystemEntry[] = []
  const loose: File[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = entry ? undefined : item.getAsFile()
    if (entry) entries.push(entry)
    else if (file) loose.push(file)
  }
  return { entries, loose }
}
