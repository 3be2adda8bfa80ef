public import Guardrails

/// One text of a question.
public struct AdapterText: Sendable, Hashable {
    /// The text, UTF-8.
    public var bytes: [UInt8]
    /// Who wrote it.
    public var origin: TextOrigin

    /// A text.
    public init(_ bytes: [UInt8], origin: TextOrigin) {
        self.bytes = bytes
        self.origin = origin
    }

    /// The role of OpenAI's chat messages that it has.
    public var role: String {
        switch origin {
        case .system: "system"
        case .user, .document: "user"
        case .assistant: "assistant"
        case .tool: "tool"
        }
    }
}
