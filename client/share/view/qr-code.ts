/** Loaded when it is to be seen. */
import { renderSVG } from 'uqr'

/** The address of a picture. */
export const qrCodeOf = (link: string): string =>
  `data:image/svg+xml,${encodeURIComponent(renderSVG(link, { border: 2 }))}`
