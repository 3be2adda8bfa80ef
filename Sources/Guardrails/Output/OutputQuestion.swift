/// What an answer is an answer to: what checks compare it with.
public struct OutputQuestion: Sendable {
    /// The instructions' texts (system prompt and the like), UTF-8.
    public var instructions: [[UInt8]]
    /// The last text of the user, UTF-8; empty where there is none.
    public var lastUserText: [UInt8]
    /// Texts that were put into the instructions to be noticed in an answer.
    public var canaries: [String]

    /// A question.
    public init(instructions: [[UInt8]] = [], lastUserText: [UInt8] = [], canaries: [String] = []) {
        self.instructions = instructions
        self.lastUserText = lastUserText
        self.canaries = canaries
    }
}
