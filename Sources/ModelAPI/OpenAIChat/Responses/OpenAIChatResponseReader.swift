import JSONText

/// Reads a whole Chat Completions answer.
struct OpenAIChatResponseReader {
    private var response: ChatResponse

    /// Reads an answer.
    /// - Throws: ``APIError``: what an `error` in it means, or kind `upstreamError` where it is no answer.
    static func read(_ body: JSONValue) throws(APIError) -> ChatResponse {
        guard let object = body.object else { throw malformed("its answer is no object") }
        // OpenRouter and others answer 200 and say in the body that they failed.
        if let error = OpenAIChatErrorReader.find(in: object) { throw error }
        guard let choices = object["choices"]?.array, !choices.isEmpty else {
            throw malformed("its answer has no choices")
        }
        var reader = Self(
            response: ChatResponse(id: object["id"]?.string ?? "", model: object["model"]?.string ?? "")
        )
        reader.response.created = object["created"]?.int
        reader.response.serviceTier = object["service_tier"]?.string
        reader.response.systemFingerprint = object["system_fingerprint"]?.string
        reader.response.usage = OpenAIChatUsage.read(ofAnswer: object)
        for (position, choice) in choices.enumerated() { try reader.readChoice(choice, position) }
        reader.response.unmapped += OpenAIChatMembers.others(inAnswer: body)
        return reader.response
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

    private mutating func readChoice(_ choice: JSONValue, _ position: Int) throws(APIError) {
        guard let message = choice["message"]?.object else { throw Self.malformed("a choice has no message") }
        let index = choice["index"]?.int ?? position
        let path = "choices[\(index)]"
        let parts = try readParts(message, at: "\(path).message")
        let stop = OpenAIChatStop.read(
            choice,
            hasCalls: parts.contains { if case .toolCall = $0 { true } else { false } },
            hasRefusal: parts.contains { if case .refusal = $0 { true } else { false } }
        )
        try CallArguments.check(parts, stop)
        response.choices.append(
            Choice(index: index, parts: parts, stop: stop, logprobs: Self.readLogprobs(choice))
        )
        let known =
            OpenAIChatStop.saysSequence(stop)
            ? OpenAIChatMembers.choice.union(["stop_reason"]) : OpenAIChatMembers.choice
        keep(AnswerMembers.others(in: choice, than: known, at: path))
    }

    private mutating func keep(_ fields: [ChatResponse.UnmappedField]) { response.unmapped += fields }

    private mutating func readParts(_ message: JSONObject, at path: String) throws(APIError) -> [Part] {
        var parts = readThoughts(message)
        switch message["content"] {
        case nil, .null: break
        case .string(let text): if !text.isEmpty { parts.append(.text(TextPart(text))) }
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                readContentPart(element, at: "\(path).content[\(position)]", into: &parts)
            }
        default: throw Self.malformed("'content' is no text")
        }
        if let refusal = message["refusal"]?.string, !refusal.isEmpty { parts.append(.refusal(refusal)) }
        if let token = OpenAIChatThoughts.readSignature(of: .object(message)) {
            if case .text(var text) = parts.last {
                text.signature = token
                parts[parts.count - 1] = .text(text)
            } else {
                parts.append(.text(TextPart("", signature: token)))
            }
        } else {
            keep(AnswerMembers.others(in: message["extra_content"], than: [], at: "\(path).extra_content"))
        }
        for (position, element) in (message["images"]?.array ?? []).enumerated() {
            let place = "\(path).images[\(position)]"
            if let image = OpenAIChatImages.read(element, at: place) {
                parts.append(.image(image))
                keep(AnswerMembers.others(in: element, than: OpenAIChatMembers.image, at: place))
            } else {
                keep([ChatResponse.UnmappedField(place, element)])
            }
        }
        for name in ["audio", "annotations"] {
            guard let value = message[name], value.saysSomething else { continue }
            parts.append(
                .foreign(ForeignPart(dialect: .openAIChat, type: name, value: value, path: "\(path).\(name)"))
            )
        }
        try readCalls(message, at: path, into: &parts)
        keep(AnswerMembers.others(in: .object(message), than: OpenAIChatMembers.message, at: path))
        return parts
    }

    private func readThoughts(_ message: JSONObject) -> [Part] {
        let blocks = (message["thinking_blocks"]?.array ?? []).compactMap(OpenAIChatThoughts.read(block:))
        if !blocks.isEmpty { return blocks }
        guard let thoughts = OpenAIChatThoughts.read(beside: message) else { return [] }
        return [.thinking(Thinking(thoughts.text, signature: thoughts.form.seal))]
    }

    private mutating func readContentPart(_ part: JSONValue, at path: String, into parts: inout [Part]) {
        var known: Set<String> = ["type"]
        switch part["type"]?.string {
        case "text", "output_text":
            parts.append(.text(TextPart(part["text"]?.string ?? "")))
            known.insert("text")
        case "thinking":
            let seal = OpenAIChatThoughts.Form.contentPart.seal
            parts.append(.thinking(Thinking(OpenAIChatThoughts.text(ofPart: part), signature: seal)))
            known.formUnion(["thinking", "closed"])
        case "refusal":
            parts.append(.refusal(part["refusal"]?.string ?? ""))
            known.insert("refusal")
        case let type:
            if let image = OpenAIChatImages.read(part, at: path) {
                parts.append(.image(image))
                known = OpenAIChatMembers.image
            } else {
                parts.append(
                    .foreign(ForeignPart(dialect: .openAIChat, type: type ?? "", value: part, path: path))
                )
                return
            }
        }
        keep(AnswerMembers.others(in: part, than: known, at: path))
    }

    private mutating func readCalls(
        _ message: JSONObject,
        at path: String,
        into parts: inout [Part]
    ) throws(APIError) {
        var calls = message["tool_calls"]?.array ?? []
        if calls.isEmpty, let function = message["function_call"], function.object != nil {
            calls = [["type": "function", "function": function]]
        }
        for (number, call) in calls.enumerated() {
            let place = "\(path).tool_calls[\(number)]"
            let type = call["type"]?.string ?? "function"
            if type != "function", call["function"] == nil {
                parts.append(
                    .foreign(
                        ForeignPart(dialect: .openAIChat, type: "\(type)_tool_call", value: call, path: place)
                    )
                )
                continue
            }
            guard let name = call["function"]?["name"]?.string, !name.isEmpty else {
                throw Self.malformed("a tool call has no name")
            }
            let id = call["id"]?.string ?? ""
            let signature = OpenAIChatThoughts.readSignature(of: call)
            parts.append(
                .toolCall(
                    ToolCall(
                        id: id.isEmpty ? OpenAIChatID.call(number, of: response.id) : id,
                        name: name,
                        arguments: Self.readArguments(call["function"]?["arguments"]),
                        signature: signature
                    )
                )
            )
            let known =
                signature == nil ? OpenAIChatMembers.call.subtracting(["extra_content"]) : OpenAIChatMembers.call
            keep(AnswerMembers.others(in: call, than: known, at: place))
            keep(AnswerMembers.others(in: call["function"], than: OpenAIChatMembers.function, at: "\(place).function"))
        }
    }

    private static func readArguments(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null, "null": return "{}"
        case .string(let text): return text.utf8.contains { $0 > 0x20 } ? text : "{}"
        case .some(let value): return value.text
        }
    }
}
