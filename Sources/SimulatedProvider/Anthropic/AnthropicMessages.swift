import JSONText

/// Reads and checks the `messages` of a request: roles, blocks, and that calls and results belong together.
struct AnthropicMessages {
    private(set) var turns: [PromptTurn] = []
    private(set) var counted: [CountedPart] = []
    /// Whether thinking is on: then signatures are checked.
    var thinking = false
    /// Whether a tool loop's assistant turn must start with its thinking (`enabled`; `adaptive` is lenient).
    var demandsLeadingThinking = false

    /// Calls of the newest assistant turn that have no result yet, and which message they are in.
    private var openCalls: [String] = []
    private var openIndex = 0

    private static let blockTypes: Set<String> = [
        "text", "image", "document", "search_result", "thinking", "redacted_thinking", "tool_use", "tool_result",
        "server_tool_use", "container_upload",
    ]

    /// Traces of tools that ran at the provider: they only count.
    private static func isServerSide(_ type: String) -> Bool {
        type == "server_tool_use" || type == "container_upload"
            || (type.hasSuffix("_tool_result") && type != "tool_result")
    }

    mutating func read(_ node: RequestNode) throws(Refusal) {
        let messages = try node.array()
        guard !messages.isEmpty else { throw Refusal(400, "messages: at least one message is required") }
        for (index, message) in messages.enumerated() {
            try message.allowOnly(["role", "content"])
            let role = try message.required("role").string()
            guard role == "user" || role == "assistant" else {
                throw Refusal(
                    400,
                    "messages: Unexpected role \"\(role)\". The Messages API accepts a top-level `system` parameter, "
                        + "not \"system\" as an input message role."
                )
            }
            if index == 0, role != "user" {
                throw Refusal(400, "messages: first message must use the \"user\" role")
            }
            let blocks = try blocks(of: message, isLastAssistant: role == "assistant" && index == messages.count - 1)
            if role == "user" {
                try readUser(message, index, blocks)
            } else {
                try readAssistant(message, index, blocks, isLast: index == messages.count - 1)
            }
        }
        guard openCalls.isEmpty else { throw unanswered }
        try checkLeadingThinking(messages)
    }

    /// The blocks; a bare string is one text block.
    private func blocks(of message: RequestNode, isLastAssistant: Bool) throws(Refusal) -> [RequestNode]? {
        let content = try message.required("content")
        if let text = content.value.string {
            guard !text.isEmpty || isLastAssistant else { throw emptyContent(message) }
            return nil
        }
        let blocks = try content.array()
        guard !blocks.isEmpty || isLastAssistant else { throw emptyContent(message) }
        return blocks
    }

    private func emptyContent(_ message: RequestNode) -> Refusal {
        message.refusal("all messages must have non-empty content except for the optional final assistant message")
    }

    private var unanswered: Refusal {
        Refusal(
            400,
            "messages.\(openIndex): `tool_use` ids were found without `tool_result` blocks immediately after: "
                + "\(openCalls.joined(separator: ", ")). Each `tool_use` block must have a corresponding "
                + "`tool_result` block in the next message."
        )
    }

    // MARK: User turns

    private mutating func readUser(_ message: RequestNode, _ index: Int, _ blocks: [RequestNode]?) throws(Refusal) {
        guard let blocks else {
            guard openCalls.isEmpty else { throw unanswered }
            let text = try message.required("content").string()
            counted.append(CountedPart(text: text))
            turns.append(PromptTurn(role: .user, parts: [.text(text)]))
            return
        }
        var turn = PromptTurn(role: .user)
        for block in blocks {
            let type = try type(of: block)
            let mark = try AnthropicCache.mark(block)
            if type != "tool_result", !openCalls.isEmpty { throw unanswered }
            switch type {
            case "text":
                turn.parts.append(.text(try text(block, mark)))
            case "image", "document":
                let media = try AnthropicMedia.read(block, type: type)
                counted.append(CountedPart(media, mark: mark))
                turn.parts.append(.media(media))
            case let type where type == "search_result" || Self.isServerSide(type):
                counted.append(CountedPart(text: block.value.text, mark: mark))
            case "tool_result":
                let id = try block.required("tool_use_id").string()
                guard let position = openCalls.firstIndex(of: id) else {
                    throw block.refusal(
                        "unexpected `tool_use_id` found in `tool_result` blocks: \(id). Each `tool_result` block must "
                            + "have a corresponding `tool_use` block in the previous message."
                    )
                }
                openCalls.remove(at: position)
                turn.parts.append(.result(try result(block, mark)))
            default:
                throw block.refusal("`\(type)` blocks can only be in `assistant` messages")
            }
        }
        guard openCalls.isEmpty else { throw unanswered }
        turns.append(turn)
    }

    private mutating func result(_ block: RequestNode, _ mark: CountedPart.CacheMark?) throws(Refusal) -> ToolResult {
        var texts: [String] = []
        if let content = block.optional("content") {
            if let text = content.value.string {
                texts.append(text)
            } else {
                for part in try content.array() {
                    switch try type(of: part) {
                    case "text": texts.append(try part.required("text").string())
                    case let type where type == "image" || type == "document":
                        let media = try AnthropicMedia.read(part, type: type)
                        counted.append(CountedPart(media))
                        texts.append("[\(media.words)]")
                    default: texts.append(part.value.text)
                    }
                }
            }
        }
        let text = texts.joined(separator: "\n")
        counted.append(CountedPart(text: text, mark: mark))
        return ToolResult(text: text, isError: try block.optionalBool("is_error") ?? false)
    }

    // MARK: Assistant turns

    private mutating func readAssistant(
        _ message: RequestNode,
        _ index: Int,
        _ blocks: [RequestNode]?,
        isLast: Bool
    ) throws(Refusal) {
        guard openCalls.isEmpty else { throw unanswered }
        var turn = PromptTurn(role: .assistant)
        if let blocks {
            for block in blocks { try readAssistantBlock(block, into: &turn) }
            openIndex = index
        } else {
            let text = try message.required("content").string()
            counted.append(CountedPart(text: text))
            turn.parts.append(.text(text))
        }
        if isLast {
            guard !thinking else {
                throw Refusal(
                    400,
                    "messages: When `thinking` is enabled, the final message must not be an `assistant` prefill."
                )
            }
            if case .text(let text) = turn.parts.last, text.last?.isWhitespace == true {
                throw Refusal(400, "messages: final assistant content cannot end with trailing whitespace")
            }
        }
        turns.append(turn)
    }

    private mutating func readAssistantBlock(_ block: RequestNode, into turn: inout PromptTurn) throws(Refusal) {
        let type = try type(of: block)
        let mark = try AnthropicCache.mark(block)
        switch type {
        case "text": turn.parts.append(.text(try text(block, mark)))
        case let type where Self.isServerSide(type): counted.append(CountedPart(text: block.value.text, mark: mark))
        case "thinking":
            let text = try block.required("thinking").string()
            let signature = try block.required("signature").string()
            guard !thinking || Signature.isValid(signature, .thinking, over: text) else {
                throw block.refusal("Invalid `signature` in `thinking` block")
            }
        case "redacted_thinking":
            let data = try block.required("data").string()
            guard !thinking || Signature.isValid(data, .redacted, over: "") else {
                throw block.refusal("Invalid `data` in `redacted_thinking` block")
            }
        case "tool_use":
            let id = try block.required("id").string()
            let name = try block.required("name").string()
            let input = try block.required("input")
            guard ToolNames.isValid(id, longest: 1024) else {
                throw Refusal(
                    400,
                    "\(block.path.text).tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
                )
            }
            _ = try input.object()
            guard !openCalls.contains(id) else { throw Refusal(400, "messages: `tool_use` ids must be unique") }
            openCalls.append(id)
            counted.append(CountedPart(text: name))
            counted.append(CountedPart(text: input.value.text, mark: mark))
            turn.parts.append(.call(name: name))
        default:
            throw block.refusal("`\(type)` blocks can only be in `user` messages")
        }
    }

    /// With thinking enabled the turn that made the pending calls must start with the thoughts that led to them.
    private func checkLeadingThinking(_ messages: [RequestNode]) throws(Refusal) {
        guard demandsLeadingThinking, turns.last.map({ !$0.results.isEmpty }) == true else { return }
        guard let message = messages.last(where: { $0.value["role"] == "assistant" }),
            let first = message.value["content"]?[0]?["type"]?.string,
            first != "thinking", first != "redacted_thinking"
        else { return }
        throw Refusal(
            400,
            "\(message.path.text).content.0.type: Expected `thinking` or `redacted_thinking`, but found `\(first)`. "
                + "When `thinking` is enabled, a final `assistant` message must start with a thinking block "
                + "(preceeding the lastmost set of `tool_use` and `tool_result` blocks)."
        )
    }

    // MARK: Blocks

    private func type(of block: RequestNode) throws(Refusal) -> String {
        let type = try block.required("type").string()
        guard Self.blockTypes.contains(type) || Self.isServerSide(type) else {
            throw block.refusal(
                "Input tag '\(type)' found using 'type' does not match any of the expected tags: "
                    + Self.blockTypes.sorted().map { "'\($0)'" }.joined(separator: ", ")
            )
        }
        return type
    }

    private mutating func text(_ block: RequestNode, _ mark: CountedPart.CacheMark?) throws(Refusal) -> String {
        let text = try block.required("text").string()
        guard !text.isEmpty else { throw Refusal(400, "messages: text content blocks must be non-empty") }
        counted.append(CountedPart(text: text, mark: mark))
        return text
    }
}
