import NIOCore

/// Takes a body off what has arrived, up to its end and not a byte further. Body bytes are slices of what arrived.
struct BodyDecoder: Sendable {
    /// What comes next.
    enum Step {
        /// Bytes of the body.
        case bytes(ByteBuffer)
        /// The body is complete, trailers included.
        case end
        /// More bytes are needed.
        case more
    }

    private var framing: BodyFraming
    // Beside the framing rather than in it, so that it is changed where it stands.
    private var chunks = ChunkedDecoder()

    /// Creates a decoder at the start of a body.
    init(_ framing: BodyFraming) { self.framing = framing == .none ? .length(0) : framing }

    /// The number of bytes still to come, where the head told it.
    var knownRemainder: Int? {
        if case .length(let remaining) = framing { return remaining }
        return nil
    }

    /// Whether the body would be complete if the sender closed the connection now.
    var mayEndHere: Bool { framing == .untilClose || knownRemainder == 0 }

    /// Takes the next step.
    /// - Throws: ``WireError`` of kind `malformed`.
    mutating func next(from input: inout InputBuffer) throws(WireError) -> Step {
        switch framing {
        case .none, .length(0):
            return .end
        case .length(let remaining):
            guard let slice = input.takeSlice(upTo: remaining) else { return .more }
            framing = .length(remaining &- slice.readableBytes)
            return .bytes(slice)
        case .chunked:
            return try chunks.next(from: &input)
        case .untilClose:
            guard let slice = input.takeSlice(upTo: .max) else { return .more }
            return .bytes(slice)
        }
    }
}
