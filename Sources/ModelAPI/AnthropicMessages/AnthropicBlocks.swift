import JSONText

/// Content blocks that look the same in requests and answers.
enum AnthropicBlocks {
    static func text(_ text: String) -> JSONObject { ["type": "text", "text": .string(text)] }

    static func thinking(_ text: String, signature: String) -> JSONValue {
        ["type": "thinking", "thinking": .string(text), "signature": .string(signature)]
    }

    static func redactedThinking(_ data: String) -> JSONValue {
        ["type": "redacted_thinking", "data": .string(data)]
    }

    /// A call; `input` must be an object here.
    static func toolUse(id: String, name: String, input: JSONValue) -> JSONObject {
        ["type": "tool_use", "id": .string(id), "name": .string(name), "input": input]
    }

    /// The arguments of a call as an object.
    ///
    /// What a model wrote as arguments may be cut off or no object at all; such text is kept whole as the only member of an
    /// object, so that the turn stays readable and nothing is lost.
    static func input(_ arguments: String) -> JSONValue {
        if arguments.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) { return .object([:]) }
        guard let value = try? JSONValue(parsing: arguments) else { return ["unparsed_arguments": .string(arguments)] }
        switch value {
        case .object: return value
        case .null: return .object([:])
        default: return ["unparsed_arguments": .string(arguments)]
        }
    }

    /// The arguments of a `tool_use` block as JSON text.
    static func arguments(_ input: JSONValue?) -> String {
        guard let input, !input.isNull else { return "{}" }
        return input.text
    }

    /// Whether a text is nothing but white space, which the API refuses as a block.
    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
