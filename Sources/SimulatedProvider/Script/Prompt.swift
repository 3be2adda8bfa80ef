/// What a request asks for, whatever wire format it came in.
struct Prompt: Sendable {
    let dialect: Dialect
    let model: String
    /// A hash of the request's bytes, from which ids and signatures are made.
    let fingerprint: Fingerprint

    var system: [String] = []
    var turns: [PromptTurn] = []
    var tools: [PromptTool] = []
    var toolChoice: PromptToolChoice = .auto
    var allowsParallelCalls = true
    var format: AnswerFormat = .text
    var thinking = ThinkingRequest()
    var stopSequences: [String] = []
    var maximumTokens: Int?
    var choices = 1
    /// How many alternatives per token are wanted; `nil` where no log probabilities are.
    var topLogprobs: Int?
    var seed: Int?
    var isStreamed = false
    /// OpenAI's deprecated `functions`, answered with `function_call`.
    var usesLegacyFunctions = false
    /// OpenAI's `stream_options.include_usage`.
    var includesUsage = false
    /// Everything that counts as input, in the order in which a provider's cache sees it.
    var counted: [CountedPart] = []
    /// What the provider's cache makes of the input, where it is on.
    var cached: TokenUsage?
    /// OpenAI's `prompt_cache_key`.
    var cacheKey: String?

    init(dialect: Dialect, model: String, fingerprint: Fingerprint) {
        self.dialect = dialect
        self.model = model
        self.fingerprint = fingerprint
    }

    /// The text of the newest user turn that has any.
    var lastUserText: String {
        for turn in turns.reversed() where turn.role == .user {
            let text = turn.text
            if !text.isEmpty { return text }
        }
        return ""
    }

    /// The results at the end of the conversation: what the model has to answer to now, if it is in a tool loop.
    var pendingResults: [ToolResult] {
        var results: [ToolResult] = []
        for turn in turns.reversed() {
            let found = turn.results
            guard turn.role != .assistant, !found.isEmpty else { break }
            results = found + results
        }
        return results
    }

    /// Media of the user turns since the last answer.
    var newMedia: [Media] {
        turns.suffix(while: { $0.role != .assistant }).flatMap(\.media)
    }
}

extension Array {
    /// The longest run of elements at the end that all satisfy `predicate`.
    fileprivate func suffix(while predicate: (Element) -> Bool) -> ArraySlice<Element> {
        guard let last = lastIndex(where: { !predicate($0) }) else { return self[...] }
        return self[(last + 1)...]
    }
}
