/// One of the alternative answers.
struct ScriptChoice: Hashable, Sendable {
    var blocks: [ScriptBlock]
    var stop: StopReason
    /// Thinking that only shows in the usage.
    var hiddenReasoning = 0

    /// Tokens of text, refusals and calls.
    var visibleTokens: Int { blocks.reduce(0) { $1.isThinking ? $0 : $0 + $1.tokens } }

    /// Tokens of thoughts.
    var reasoningTokens: Int { blocks.reduce(hiddenReasoning) { $1.isThinking ? $0 + $1.tokens : $0 } }
}
