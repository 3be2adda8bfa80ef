import JSONText

/// The thoughts of a model on the Chat wire, where the vendor has no place for them and everyone else has another one.
///
/// A thought read from a provider carries a seal that says in which form it came. Coming back from a client it goes to an
/// imitator in just that form: DeepSeek wants `reasoning_content` back within a tool loop, Groq refuses that name and takes
/// `reasoning`, Mistral refuses both and takes content parts. A thought without such a seal is not sent.
enum OpenAIChatThoughts {
    /// In which form an imitator gives thoughts.
    enum Form: String {
        /// A string beside `content`: DeepSeek, xAI, vLLM.
        case reasoningContent = "reasoning_content"
        /// A string beside `content`: Groq, OpenRouter, newer vLLM.
        case reasoning
        /// A part of `content`: Mistral.
        case contentPart = "content"

        /// The form as a seal.
        var seal: OpaqueToken { OpaqueToken(rawValue, from: .openAIChat) }

        /// The form a seal names.
        init?(_ seal: OpaqueToken?) {
            guard let seal, seal.dialect == .openAIChat else { return nil }
            self.init(rawValue: seal.value)
        }
    }

    /// The thoughts beside `content` in a message or delta, if there are any.
    static func read(beside message: JSONObject) -> (text: String, form: Form)? {
        if let text = message["reasoning_content"]?.string, !text.isEmpty { return (text, .reasoningContent) }
        if let text = message["reasoning"]?.string, !text.isEmpty { return (text, .reasoning) }
        return nil
    }

    /// The text of Mistral's thinking part, whose `thinking` is a list of texts, or of Anthropic's, where it is a string.
    static func text(ofPart part: JSONValue) -> String {
        guard let pieces = part["thinking"]?.array else { return part["thinking"]?.string ?? "" }
        return pieces.map { $0["text"]?.string ?? $0.string ?? "" }.joined()
    }

    /// Reads one of `thinking_blocks`: a sealed thought or a redacted one; `nil` where it is neither.
    static func read(block: JSONValue) -> Part? {
        switch block["type"]?.string {
        case "thinking":
            let seal = block["signature"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            let token = seal.map { OpaqueToken(reading: $0, on: .openAIChat) }
            return .thinking(Thinking(block["thinking"]?.string ?? "", signature: token))
        case "redacted_thinking":
            guard let data = block["data"]?.string else { return nil }
            return .redactedThinking(OpaqueToken(reading: data, on: .openAIChat))
        default:
            return nil
        }
    }

    /// Writes one of `thinking_blocks`.
    static func block(_ thinking: Thinking) -> JSONObject {
        [
            "type": "thinking",
            "thinking": .string(thinking.text),
            "signature": .string(thinking.signature?.text(on: .openAIChat) ?? ""),
        ]
    }

    /// Writes a redacted one of `thinking_blocks`.
    static func block(redacted token: OpaqueToken) -> JSONObject {
        ["type": "redacted_thinking", "data": .string(token.text(on: .openAIChat))]
    }

    /// Reads `extra_content.google.thought_signature` of a call or a message.
    static func readSignature(of value: JSONValue) -> OpaqueToken? {
        guard let text = value["extra_content"]?["google"]?["thought_signature"]?.string, !text.isEmpty else {
            return nil
        }
        return OpaqueToken(reading: text, on: .openAIChat)
    }

    /// Writes `extra_content` of a call or a message.
    static func extraContent(_ token: OpaqueToken) -> JSONValue {
        ["google": ["thought_signature": .string(token.text(on: .openAIChat))]]
    }
}
