/// One step of a streamed answer; what it looks like on the wire is the dialect's business.
enum ScriptEvent: Hashable, Sendable {
    case start
    case ping
    case openChoice(Int)
    case openBlock(choice: Int, block: Int)
    case piece(choice: Int, block: Int, Substring)
    case signature(choice: Int, block: Int)
    case closeBlock(choice: Int, block: Int)
    case finish(choice: Int)
    case end

    /// Whether a client sees a part of the answer with this event.
    var isContent: Bool {
        switch self {
        case .piece: true
        case .start, .ping, .openChoice, .openBlock, .signature, .closeBlock, .finish, .end: false
        }
    }

    /// Whether the event belongs to the end of the stream.
    var isTerminal: Bool {
        switch self {
        case .finish, .end: true
        case .start, .ping, .openChoice, .openBlock, .piece, .signature, .closeBlock: false
        }
    }
}
