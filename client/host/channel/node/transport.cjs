/** Transports of Engine.IO that no tab uses: by HTTP requests, and by WebTransport. */
exports.XHR = undefined
exports.WT = undefined
