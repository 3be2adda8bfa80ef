import JSONText

/// Reads a whole Chat Completions answer.
enum OpenAIChatResponseReader {
    /// Reads an answer.
    /// - Throws: ``APIError``: what an `error` in it means, or kind `upstreamError` where it is no answer.
    static func read(_ body: JSONValue) throws(APIError) -> ChatResponse {
        guard let object = body.object else { throw malformed("its answer is no object") }
        // OpenRouter and others answer 200 and say in the body that they failed.
        if let error = OpenAIChatErrorReader.find(in: object) { throw error }
        guard let choices = object["choices"]?.array, !choices.isEmpty else {
            throw malformed("its answer has no choices")
        }
        var response = ChatResponse(id: object["id"]?.string ?? "", model: object["model"]?.string ?? "")
        response.created = object["created"]?.int
        response.serviceTier = object["service_tier"]?.string
        response.systemFingerprint = object["system_fingerprint"]?.string
        response.usage = OpenAIChatUsage.read(ofAnswer: object)
        for (position, choice) in choices.enumerated() {
            guard let message = choice["message"]?.object else { throw malformed("a choice has no message") }
            let parts = try readParts(message, answer: response.id)
            response.choices.append(
                Choice(
                    index: choice["index"]?.int ?? position,
                    parts: parts,
                    stop: OpenAIChatStop.read(
                        choice,
                        hasCalls: parts.contains { if case .toolCall = $0 { true } else { false } },
                        hasRefusal: parts.contains { if case .refusal = $0 { true } else { false } }
                    ),
                    logprobs: readLogprobs(choice)
                )
            )
        }
        return response
    }

    /// The log probabilities of a choice; `nil` where there are none.
    static func readLogprobs(_ choice: JSONValue) -> JSONValue? {
        guard let logprobs = choice["logprobs"]?.object else { return nil }
        let isEmpty = logprobs.members.allSatisfy { $0.value.isNull || $0.value == [] }
        return isEmpty ? nil : .object(logprobs)
    }

    private static func malformed(_ what: String) -> APIError {
        APIError(.upstreamError, "The provider's answer makes no sense: \(what).")
    }

    private static func readParts(_ message: JSONObject, answer: String) throws(APIError) -> [Part] {
        var parts = readThoughts(message)
        switch message["content"] {
        case nil, .null: break
        case .string(let text): if !text.isEmpty { parts.append(.text(TextPart(text))) }
        case .array(let elements): for element in elements { readContentPart(element, into: &parts) }
        default: throw malformed("'content' is no text")
        }
        if let refusal = message["refusal"]?.string, !refusal.isEmpty { parts.append(.refusal(refusal)) }
        if let token = OpenAIChatThoughts.readSignature(of: .object(message)) {
            if case .text(var text) = parts.last {
                text.signature = token
                parts[parts.count - 1] = .text(text)
            } else {
                parts.append(.text(TextPart("", signature: token)))
            }
        }
        if let audio = message["audio"]?.object {
            parts.append(.foreign(ForeignPart(dialect: .openAIChat, type: "audio", value: .object(audio))))
        }
        if let annotations = message["annotations"]?.array, !annotations.isEmpty {
            parts.append(.foreign(ForeignPart(dialect: .openAIChat, type: "annotations", value: .array(annotations))))
        }
        try readCalls(message, answer: answer, into: &parts)
        return parts
    }

    private static func readThoughts(_ message: JSONObject) -> [Part] {
        let blocks = (message["thinking_blocks"]?.array ?? []).compactMap(OpenAIChatThoughts.read(block:))
        if !blocks.isEmpty { return blocks }
        guard let thoughts = OpenAIChatThoughts.read(beside: message) else { return [] }
        return [.thinking(Thinking(thoughts.text, signature: thoughts.form.seal))]
    }

    private static func readContentPart(_ part: JSONValue, into parts: inout [Part]) {
        switch part["type"]?.string {
        case "text", "output_text":
            parts.append(.text(TextPart(part["text"]?.string ?? "")))
        case "thinking":
            let seal = OpenAIChatThoughts.Form.contentPart.seal
            parts.append(.thinking(Thinking(OpenAIChatThoughts.text(ofPart: part), signature: seal)))
        case "refusal":
            parts.append(.refusal(part["refusal"]?.string ?? ""))
        case let type:
            parts.append(.foreign(ForeignPart(dialect: .openAIChat, type: type ?? "", value: part)))
        }
    }

    private static func readCalls(
        _ message: JSONObject,
        answer: String,
        into parts: inout [Part]
    ) throws(APIError) {
        var calls = message["tool_calls"]?.array ?? []
        if calls.isEmpty, let function = message["function_call"], function.object != nil {
            calls = [["type": "function", "function": function]]
        }
        for (number, call) in calls.enumerated() {
            let type = call["type"]?.string ?? "function"
            if type != "function", call["function"] == nil {
                parts.append(.foreign(ForeignPart(dialect: .openAIChat, type: "\(type)_tool_call", value: call)))
                continue
            }
            guard let name = call["function"]?["name"]?.string, !name.isEmpty else {
                throw malformed("a tool call has no name")
            }
            let id = call["id"]?.string ?? ""
            parts.append(
                .toolCall(
                    ToolCall(
                        id: id.isEmpty ? OpenAIChatID.call(number, of: answer) : id,
                        name: name,
                        arguments: readArguments(call["function"]?["arguments"]),
                        signature: OpenAIChatThoughts.readSignature(of: call)
                    )
                )
            )
        }
    }

    private static func readArguments(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: return "{}"
        case .string(let text): return text.utf8.contains { $0 > 0x20 } ? text : "{}"
        case .some(let value): return value.text
        }
    }
}
