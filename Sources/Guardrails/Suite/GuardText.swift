/// One text of a call as guardrails look at it: a message, a result of a tool, a value in a tool's arguments.
public struct GuardText: Sendable, Hashable {
    /// What part of an answer a text is.
    public enum Part: Sendable, Hashable {
        /// What the person reads, or what was asked.
        case text
        /// What the model thought.
        case reasoning
        /// A value of a tool's arguments or results.
        case arguments
        /// Anything else: a description, a name, metadata.
        case other
    }

    /// UTF-8.
    public var bytes: [UInt8]
    /// Who wrote it, and under which name it stands.
    public var context: ScanContext
    /// What part it is.
    public var part: Part
    /// Which of several answers to one question it belongs to, from 0.
    public var choice: Int

    /// A text.
    public init(_ bytes: [UInt8], _ context: ScanContext = ScanContext(), part: Part = .text, choice: Int = 0) {
        self.choice = choice
        self.bytes = bytes
        self.context = context
        self.part = part
    }
}
