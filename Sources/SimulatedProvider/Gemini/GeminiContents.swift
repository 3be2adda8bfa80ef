import JSONText

/// Reads and checks the `contents` of a request: roles, parts, that calls and responses belong together, signatures.
struct GeminiContents {
    private(set) var turns: [PromptTurn] = []
    private(set) var counted: [CountedPart] = []
    private let demandsSignatures: Bool
    /// How many responses the newest model turn waits for.
    private var openCalls = 0

    /// What Google documents for calls that another model made.
    private static let placeholders = ["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"]

    init(demandsSignatures: Bool) { self.demandsSignatures = demandsSignatures }

    mutating func read(_ node: RequestNode) throws(Refusal) {
        let contents = try node.array()
        guard !contents.isEmpty else {
            throw Refusal(400, "* GenerateContentRequest.contents: contents is not specified\n")
        }
        let loopStart = Self.loopStart(contents)
        for (index, content) in contents.enumerated() {
            try content.allowOnly(["role", "parts"])
            let role = try content.optionalString("role") ?? "user"
            guard role == "user" || role == "model" || role == "function" else {
                throw Refusal(400, "Please use a valid role: user, model.")
            }
            let parts = try content.optionalArray("parts")
            guard !parts.isEmpty else {
                throw Refusal(
                    400,
                    "* GenerateContentRequest.\(content.path.text).parts: contents.parts must not be empty.\n"
                )
            }
            var turn = PromptTurn(role: role == "model" ? .assistant : .user)
            for part in parts { try read(part, into: &turn, isInLoop: index >= loopStart) }
            try checkResponses(turn, index, count: contents.count)
            turns.append(turn)
        }
    }

    /// Where the current turn starts: at the newest user content that is more than responses. Only from there on the
    /// real API insists on signatures.
    private static func loopStart(_ contents: [RequestNode]) -> Int {
        contents.lastIndex { content in
            content.value["role"]?.string != "model"
                && (content.value["parts"]?.array ?? []).contains {
                    $0["functionResponse"] == nil && $0["function_response"] == nil
                }
        } ?? 0
    }

    private mutating func checkResponses(_ turn: PromptTurn, _ index: Int, count: Int) throws(Refusal) {
        let responses = turn.results.count
        if responses != openCalls, openCalls > 0 || responses > 0 {
            throw Refusal(
                400,
                "Please ensure that the number of function response parts is equal to the number of function call "
                    + "parts of the function call turn."
            )
        }
        openCalls = 0
        guard turn.role == .assistant else { return }
        for case .call in turn.parts { openCalls += 1 }
        guard openCalls > 0 else { return }
        guard index > 0, turns.last?.role == .user else {
            throw Refusal(
                400,
                "Please ensure that function call turn comes immediately after a user turn or after a function "
                    + "response turn."
            )
        }
        guard index < count - 1 else {
            throw Refusal(
                400,
                "Please ensure that function response turn comes immediately after a function call turn."
            )
        }
    }

    private mutating func read(_ part: RequestNode, into turn: inout PromptTurn, isInLoop: Bool) throws(Refusal) {
        try part.allowOnly(GeminiFields.part)
        let signature = try part.optionalString("thoughtSignature")
        if let call = part.optional("functionCall") {
            let name = try call.required("name").string()
            let arguments = call.optional("args")
            _ = try arguments?.object()
            try check(signature, of: name, part, isInLoop: isInLoop)
            counted.append(CountedPart(text: name))
            counted.append(CountedPart(text: arguments?.value.text ?? "{}"))
            turn.parts.append(.call(name: name))
            return
        }
        if let signature, !Self.placeholders.contains(signature),
            !Signature.isValid(signature, .thought, over: "")
        {
            throw invalidSignature
        }
        if let response = part.optional("functionResponse") {
            _ = try response.required("name").string()
            let contents = try response.required("response")
            _ = try contents.object()
            let result = Self.result(contents.value)
            counted.append(CountedPart(text: result.text))
            turn.parts.append(.result(result))
        } else if let data = part.optional("inlineData") {
            let encoded = try data.required("data")
            guard let count = Base64.decodedCount(try encoded.string()) else {
                throw Refusal(
                    400,
                    "Invalid value at '\(encoded.path.text)' (TYPE_BYTES), Base64 decoding failed"
                )
            }
            add(Media(mediaType: try data.required("mimeType").string(), source: .inline(byteCount: count)), &turn)
        } else if let file = part.optional("fileData") {
            let type = try file.optionalString("mimeType") ?? ""
            add(Media(mediaType: type, source: .url(try file.required("fileUri").string())), &turn)
        } else if let text = try part.optionalString("text") {
            guard try part.optionalBool("thought") != true else { return }
            counted.append(CountedPart(text: text))
            turn.parts.append(.text(text))
        } else if part.optional("executableCode") == nil, part.optional("codeExecutionResult") == nil {
            throw Refusal(
                400,
                "* GenerateContentRequest.\(part.path.text).data: required oneof field 'data' must have one "
                    + "initialized field\n"
            )
        }
    }

    private mutating func add(_ media: Media, _ turn: inout PromptTurn) {
        counted.append(CountedPart(media))
        turn.parts.append(.media(media))
    }

    private func check(
        _ signature: String?,
        of name: String,
        _ part: RequestNode,
        isInLoop: Bool
    ) throws(Refusal) {
        guard let signature else {
            guard demandsSignatures, isInLoop else { return }
            throw Refusal(
                400,
                "Function call is missing a thought_signature in functionCall parts. This is required for tools to "
                    + "work correctly, and missing thought_signature may lead to degraded model performance. "
                    + "Additional data, function call `default_api:\(name)` , position \(part.path.text)."
            )
        }
        guard Self.placeholders.contains(signature) || Signature.isValid(signature, .functionCall, over: name) else {
            throw invalidSignature
        }
    }

    private var invalidSignature: Refusal { Refusal(400, "Thought signature is not valid.") }

    /// The usual wrappings of a result are taken off: `{"output": …}`, `{"result": …}`, `{"error": …}`.
    private static func result(_ response: JSONValue) -> ToolResult {
        if let members = response.object, members.count == 1 {
            for (name, isError) in [("output", false), ("result", false), ("content", false), ("error", true)] {
                guard let inner = members[name] else { continue }
                return ToolResult(text: inner.string ?? inner.text, isError: isError)
            }
        }
        return ToolResult(text: response.text)
    }
}
