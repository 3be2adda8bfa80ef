import JSONText

/// Reads `messages`: results of tools, which Chat keeps in turns of their own, are folded into one user turn.
struct OpenAIChatMessageReader {
    private static let common: Set<String> = ["role", "content", "name", "cache_control"]
    private static let assistant: Set<String> = [
        "role", "content", "name", "cache_control", "refusal", "audio", "tool_calls", "function_call",
        "reasoning_content", "reasoning",
        "thinking_blocks", "extra_content", "annotations",
    ]
    private static let tool: Set<String> = ["role", "content", "name", "tool_call_id", "cache_control"]

    /// What had no place.
    private(set) var unmapped: [ChatRequest.UnmappedField] = []

    private var messages: [Message] = []
    /// The results of the run of tool messages that is being read, each with the position of its message.
    private var results: [(result: ToolResult, index: Int)] = []
    /// The calls of the last assistant turn, in order.
    private var calls: [ToolCall] = []
    /// The names of all calls so far, by id.
    private var names: [String: String] = [:]

    /// Reads messages.
    /// - Throws: ``APIError`` that names the message and the member at fault.
    mutating func read(_ elements: [FieldReader]) throws(APIError) -> [Message] {
        messages.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() { try readMessage(element, at: index) }
        foldResults()
        return messages
    }

    private mutating func readMessage(_ message: FieldReader, at index: Int) throws(APIError) {
        _ = try message.object()
        let role = try message.required("role")
        switch try role.string() {
        case "system": try readPlain(message, as: .system, at: index)
        case "developer": try readPlain(message, as: .developer, at: index)
        case "user": try readPlain(message, as: .user, at: index)
        case "assistant": try readAssistant(message, at: index)
        case "tool": try readResult(message, at: index)
        case "function": try readFunctionResult(message, at: index)
        default: throw role.wrong("one of system, developer, user, assistant, tool, function")
        }
    }

    /// Ends a turn.
    private mutating func append(_ message: Message, from origin: TurnOrigin) {
        var message = message
        message.origin = origin
        messages.append(message)
    }

    private mutating func readPlain(
        _ message: FieldReader,
        as role: Message.Role,
        at index: Int
    ) throws(APIError) {
        foldResults()
        unmapped += message.others(than: Self.common)
        let parts = try readContent(message, message.required("content"))
        append(Message(role, parts, name: try message["name"]?.string()), from: TurnOrigin("messages", index))
    }

    /// Reads `content`, and a `cache_control` beside it, which means the last part.
    private mutating func readContent(_ message: FieldReader, _ content: FieldReader) throws(APIError) -> [Part] {
        var reader = OpenAIChatPartReader()
        var parts = try reader.readContent(content)
        unmapped += reader.unmapped
        guard let cache = try OpenAIChatPartReader.readCache(of: message, unmapped: &unmapped) else { return parts }
        switch parts.last {
        case .text(var text):
            text.cache = cache
            parts[parts.count - 1] = .text(text)
        case .image(var image):
            image.cache = cache
            parts[parts.count - 1] = .image(image)
        default:
            let value = message.value["cache_control"] ?? .null
            unmapped.append(ChatRequest.UnmappedField(message.path(of: "cache_control"), value))
        }
        return parts
    }

    // MARK: - The model's turns

    /// The parts of a turn of the model's, each with where it stood.
    private struct PlacedParts {
        let turn: Int
        private(set) var parts: [Part] = []
        private(set) var origins: [PartOrigin] = []

        init(ofTurn turn: Int) { self.turn = turn }

        mutating func append(_ part: Part, _ member: String, _ index: Int? = nil) {
            parts.append(part)
            origins.append(PartOrigin(turn: turn, member, index))
        }

        mutating func append(_ others: [Part], _ member: String) {
            for (index, part) in others.enumerated() { append(part, member, index) }
        }

        /// Pins a message's own signature to its last text.
        mutating func attach(_ token: OpaqueToken) {
            for index in parts.indices.reversed() {
                if case .text(var text) = parts[index] {
                    text.signature = token
                    parts[index] = .text(text)
                    return
                }
            }
            append(.text(TextPart("", signature: token)), "extra_content")
        }

        /// Leaves an empty text beside something else out, which is how clients write "no text".
        mutating func removeEmptyTexts() {
            let empty = Part.text(TextPart(""))
            guard parts.count > 1, parts.contains(empty) else { return }
            let kept = parts.indices.filter { parts[$0] != empty }
            parts = kept.map { parts[$0] }
            origins = kept.map { origins[$0] }
        }
    }

    private mutating func readAssistant(_ message: FieldReader, at index: Int) throws(APIError) {
        foldResults()
        unmapped += message.others(than: Self.assistant)
        var parts = PlacedParts(ofTurn: index)
        try readThoughts(message, into: &parts)
        if let content = message["content"] { parts.append(try readContent(message, content), "content") }
        if let refusal = message["refusal"] { parts.append(.refusal(try refusal.string()), "refusal") }
        if let annotations = message["annotations"], annotations.value != [] {
            unmapped.append(ChatRequest.UnmappedField(annotations.path, annotations.value))
        }
        if let token = OpenAIChatThoughts.readSignature(of: message.value) { parts.attach(token) }
        if let audio = message["audio"] {
            parts.append(.foreign(ForeignPart(dialect: .openAIChat, type: "audio", value: audio.value)), "audio")
        }
        calls = []
        try readCalls(message, into: &parts)
        guard !parts.parts.isEmpty else { throw message.missing("content") }
        parts.removeEmptyTexts()
        append(
            Message(.assistant, parts.parts, name: try message["name"]?.string()),
            from: TurnOrigin("messages", index, parts: parts.origins)
        )
    }

    /// Reads `thinking_blocks`, or what stands for them where there are none.
    private func readThoughts(_ message: FieldReader, into parts: inout PlacedParts) throws(APIError) {
        if let blocks = message["thinking_blocks"] {
            for (index, element) in try blocks.elements().enumerated() {
                guard let part = OpenAIChatThoughts.read(block: element.value) else {
                    throw element.wrong("a block of type thinking or redacted_thinking")
                }
                parts.append(part, "thinking_blocks", index)
            }
            if !parts.parts.isEmpty { return }
        }
        if let object = message.value.object, let thoughts = OpenAIChatThoughts.read(beside: object) {
            parts.append(.thinking(Thinking(thoughts.text)), thoughts.form.rawValue)
        }
    }

    private mutating func readCalls(_ message: FieldReader, into parts: inout PlacedParts) throws(APIError) {
        for (index, element) in try (message["tool_calls"]?.elements() ?? []).enumerated() {
            _ = try element.object()
            let type = try element["type"]?.string() ?? "function"
            guard type == "function" else {
                if let id = element["id"]?.value.string { names[id] = element.value["custom"]?["name"]?.string }
                let call = ForeignPart(dialect: .openAIChat, type: "\(type)_tool_call", value: element.value)
                parts.append(.foreign(call), "tool_calls", index)
                continue
            }
            unmapped += element.others(than: ["id", "type", "function", "extra_content", "index"])
            let function = try element.required("function")
            unmapped += function.others(than: ["name", "arguments"])
            let call = ToolCall(
                id: try element.required("id").string(),
                name: try function.required("name").string(),
                arguments: try Self.readArguments(function),
                signature: OpenAIChatThoughts.readSignature(of: element.value)
            )
            note(call)
            parts.append(.toolCall(call), "tool_calls", index)
        }
        if let function = message["function_call"] {
            // The deprecated form has no ids; its result names the function.
            let call = ToolCall(
                id: "call_km\(messages.count)_function",
                name: try function.required("name").string(),
                arguments: try Self.readArguments(function),
                signature: OpenAIChatThoughts.readSignature(of: function.value)
            )
            note(call)
            parts.append(.toolCall(call), "function_call")
        }
    }

    /// Remembers a call for the results that answer it.
    private mutating func note(_ call: ToolCall) {
        calls.append(call)
        names[call.id] = call.name
    }

    private static func readArguments(_ function: FieldReader) throws(APIError) -> String {
        guard let field = function["arguments"] else { return "{}" }
        if field.value.object != nil { return field.value.text }
        let text = try field.string()
        return text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 } ? "{}" : text
    }

    // MARK: - Results of tools

    private mutating func readResult(_ message: FieldReader, at index: Int) throws(APIError) {
        unmapped += message.others(than: Self.tool)
        let id = try message.required("tool_call_id").string()
        var result = ToolResult(
            callID: id,
            name: try message["name"]?.string() ?? names[id],
            content: try readResultContent(message)
        )
        result.cache = try OpenAIChatPartReader.readCache(of: message, unmapped: &unmapped)
        results.append((result, index))
    }

    private mutating func readFunctionResult(_ message: FieldReader, at index: Int) throws(APIError) {
        unmapped += message.others(than: Self.tool)
        let name = try message.required("name").string()
        guard let call = calls.last(where: { $0.name == name }) else {
            throw APIError(
                .invalidRequest,
                "'\(message.path)' is the result of '\(name.prefix(64))', but the turn before does not call it.",
                parameter: message.path
            )
        }
        let result = ToolResult(callID: call.id, name: name, content: try readResultContent(message))
        results.append((result, index))
    }

    private mutating func readResultContent(_ message: FieldReader) throws(APIError) -> [Part] {
        var reader = OpenAIChatPartReader()
        // A function that gives nothing back answers with null.
        guard let content = message["content"] else { return [.text(TextPart(""))] }
        let parts = try reader.readContent(content)
        unmapped += reader.unmapped
        return parts
    }

    /// Ends a run of tool messages: its results become one user turn, in the order of their calls.
    private mutating func foldResults() {
        guard let first = results.first else { return }
        var order: [String: Int] = [:]
        for (index, call) in calls.enumerated() { order[call.id] = index }
        let sorted = results.enumerated().sorted { left, right in
            let leftKey = (order[left.element.result.callID] ?? .max, left.offset)
            let rightKey = (order[right.element.result.callID] ?? .max, right.offset)
            return leftKey < rightKey
        }
        let origins = sorted.map { PartOrigin(turn: $0.element.index) }
        append(
            Message(.user, sorted.map { .toolResult($0.element.result) }),
            from: TurnOrigin("messages", first.index, parts: origins)
        )
        results = []
    }
}
