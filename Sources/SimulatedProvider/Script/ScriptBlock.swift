import JSONText

/// One piece of an answer with a beginning and an end.
enum ScriptBlock: Hashable, Sendable {
    case text(String)
    case refusal(String)
    case thinking(String, signature: String)
    case redactedThinking(String)
    case call(ScriptCall)

    var isThinking: Bool {
        switch self {
        case .thinking, .redactedThinking: true
        case .text, .refusal, .call: false
        }
    }

    /// What is sent piece by piece when the answer is streamed.
    var streamedText: String {
        switch self {
        case .text(let text), .refusal(let text), .thinking(let text, _): text
        case .redactedThinking: ""
        case .call(let call): call.argumentsText
        }
    }

    var tokens: Int {
        switch self {
        case .text(let text), .refusal(let text), .thinking(let text, _): Tokens.count(text)
        case .redactedThinking(let data): Tokens.count(data)
        case .call(let call): Tokens.count(call.name) + Tokens.count(call.argumentsText)
        }
    }
}
