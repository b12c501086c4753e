/** The same picture in pixels. */
import { SVG_HEIGHT, SVG_WIDTH } from './chart-svg.ts'

/** For print and for sharp screens. */
const DENSITY = 2

/** Rejects if the browser cannot. */
export async function svgAsPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = SVG_WIDTH * DENSITY
    canvas.height = SVG_HEIGHT * DENSITY
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('the picture is empty'))))
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}
