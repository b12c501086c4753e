/** What a file is for a person, by the ending of its name: for finding it in a list, and for nothing else. */
import { endingOf } from '../open-file.ts'

const ENDINGS = {
  pictures:
    'jpg jpeg png gif webp avif heic heif bmp tif tiff svg raw dng cr2 cr3 nef arw orf rw2 raf',
  films: 'mp4 m4v mov mkv webm avi mpg mpeg wmv ogv 3gp mts m2ts',
  sound: 'mp3 m4a aac flac wav ogg oga opus aif aiff wma mid',
  documents:
    'pdf doc docx odt rtf txt md tex pages epub xls xlsx ods csv tsv numbers ppt pptx odp key htm html',
} as const

export type Kind = keyof typeof ENDINGS | 'others'

/** In the order in which they are offered. */
export const KINDS: readonly Kind[] = ['pictures', 'films', 'sound', 'documents', 'others']

const kindByEnding = new Map<string, Kind>(
  KINDS.flatMap(kind =>
    kind === 'others' ? [] : ENDINGS[kind].split(' ').map(ending => [ending, kind] as const),
  ),
)

export const kindOf = (name: string): Kind => kindByEnding.get(endingOf(name)) ?? 'others'
