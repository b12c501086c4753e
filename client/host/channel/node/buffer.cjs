/** simple-peer makes Buffers of what it receives: here nothing is received through it. */
module.exports = { Buffer: { from: data => new Uint8Array(data) } }
