/// Puts chunks into the one JSON array that clients get who did not ask for `alt=sse`.
struct GeminiArrayFraming: Sendable {
    private var isOpen = false
    private var isClosed = false

    /// Writes a chunk.
    /// - Parameter payload: its JSON.
    mutating func write(_ payload: [UInt8], into output: inout [UInt8]) {
        guard !isClosed else { return }
        output.append(contentsOf: (isOpen ? "\n,\n" : "[").utf8)
        output.append(contentsOf: payload)
        isOpen = true
    }

    /// Writes what must stand behind the last chunk.
    mutating func close(into output: inout [UInt8]) {
        guard !isClosed else { return }
        isClosed = true
        output.append(contentsOf: (isOpen ? "]" : "[]").utf8)
    }
}
