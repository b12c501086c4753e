/** For the page, which knows of shared/ only its types. */
export { savedName, savedPaths } from '../../../shared/torrent/saved-name.ts'
