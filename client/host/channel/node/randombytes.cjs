/** Names for channels, that nobody reads. */
module.exports = count => {
  const bytes = crypto.getRandomValues(new Uint8Array(count))
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return { toString: () => hex }
}
