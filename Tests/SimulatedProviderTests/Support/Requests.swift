import JSONText

@testable import SimulatedProvider

/// The same wishes in the three dialects.
enum Requests {
    static let chat = "/v1/chat/completions"
    static let messages = "/v1/messages"

    static func openAI(_ text: String, model: String = "sim-1", _ more: JSONObject = [:]) -> JSONValue {
        merged(["model": .string(model), "messages": [["role": "user", "content": .string(text)]]], more)
    }

    static func anthropic(_ text: String, model: String = "sim-1", _ more: JSONObject = [:]) -> JSONValue {
        merged(
            [
                "model": .string(model), "max_tokens": 1000,
                "messages": [["role": "user", "content": .string(text)]],
            ],
            more
        )
    }

    static func gemini(_ text: String, _ more: JSONObject = [:]) -> JSONValue {
        merged(["contents": [["role": "user", "parts": [["text": .string(text)]]]]], more)
    }

    static func merged(_ base: JSONObject, _ more: JSONObject) -> JSONValue {
        var out = base
        for member in more { out[member.name] = member.value }
        return .object(out)
    }

    static let citySchema: JSONValue = [
        "type": "object", "properties": ["city": ["type": "string"]], "required": ["city"],
    ]

    static func openAITools(_ names: String...) -> JSONValue {
        .array(names.map { ["type": "function", "function": ["name": .string($0), "parameters": citySchema]] })
    }

    static func anthropicTools(_ names: String...) -> JSONValue {
        .array(names.map { ["name": .string($0), "input_schema": citySchema] })
    }

    static func geminiTools(_ names: String...) -> JSONValue {
        [["functionDeclarations": .array(names.map { ["name": .string($0), "parameters": citySchema] })]]
    }
}
