/// Puts chunks into the body of a streamed answer.
struct GeminiStreamFraming: Sendable {
    private let form: GeminiStreamForm
    private var isOpen = false
    private var isClosed = false

    init(form: GeminiStreamForm) { self.form = form }

    /// Writes a chunk.
    /// - Parameter payload: its JSON; in the form of events without line ends.
    mutating func write(_ payload: [UInt8], into output: inout [UInt8]) {
        guard !isClosed else { return }
        switch form {
        case .events:
            SSEEvent.write(data: payload, into: &output)
        case .array:
            output.append(contentsOf: (isOpen ? "\n,\n" : "[").utf8)
            output.append(contentsOf: payload)
        }
        isOpen = true
    }

    /// Writes what must stand behind the last chunk.
    mutating func close(into output: inout [UInt8]) {
        guard !isClosed else { return }
        isClosed = true
        if form == .array { output.append(contentsOf: (isOpen ? "]" : "[]").utf8) }
    }
}
