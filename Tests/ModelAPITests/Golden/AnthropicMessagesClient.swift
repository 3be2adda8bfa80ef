import JSONText

/// A strict reader of Messages streams.
struct AnthropicMessagesClient: StreamClient {
    private(set) var violations: [String] = []
    private(set) var said = AnswerMeaning()
    private(set) var ending: StreamClientEnding?
    /// Blocks that are neither text nor thoughts nor calls, by type.
    private(set) var otherBlocks: [String] = []

    private var hasStarted = false
    private var hasMessageDelta = false
    private var nextIndex = 0
    private var open: String?
    private var arguments = ""

    init() {}

    mutating func take(_ event: StreamClientEvent) {
        guard let data = try? JSONValue(parsing: event.data), let type = data["type"]?.string else {
            require(false, "no JSON object with a type: \(event.data)")
            return
        }
        require(event.name == type, "'\(event.name ?? "")' names a \(type)")
        require(ending == nil, "\(type) behind the end")
        if type != "message_start", type != "error" { require(hasStarted, "\(type) before the start") }
        switch type {
        case "message_start": start(data["message"] ?? .null)
        case "content_block_start": startBlock(data)
        case "content_block_delta": delta(data)
        case "content_block_stop": stopBlock(data)
        case "message_delta": messageDelta(data)
        case "message_stop":
            require(hasMessageDelta, "message_stop without message_delta")
            ending = .clean
        case "error":
            require(open == nil, "the error leaves a block open")
            require(data["error"]?["type"]?.string != nil, "an error without a type")
            require(data["error"]?["message"]?.string?.isEmpty == false, "an error without a message")
            ending = .error
        default: require(false, "an unknown event \(type)")
        }
    }

    mutating func finish() { require(ending != nil, "neither message_stop nor an error") }

    private mutating func start(_ message: JSONValue) {
        require(!hasStarted, "a second start")
        hasStarted = true
        require(message["id"]?.string?.hasPrefix("msg_") == true, "the id is \(message["id"]?.text ?? "missing")")
        require(message["type"] == "message" && message["role"] == "assistant", "no message of the assistant")
        require(message["content"] == [] && message["stop_reason"] == .null, "the message is not empty")
        require(
            message["model"]?.string != nil && message["stop_sequence"] == .null,
            "model or stop_sequence is missing"
        )
        take(usage: message["usage"])
    }

    private mutating func startBlock(_ data: JSONValue) {
        require(open == nil, "a block opens inside a block")
        require(!hasMessageDelta, "a block behind message_delta")
        require(data["index"]?.int == nextIndex, "block \(data["index"]?.text ?? "") is not the next one")
        let block = data["content_block"] ?? .null
        open = block["type"]?.string
        switch open {
        case "text": require(block["text"] == "", "a text begins full")
        case "thinking": require(block["thinking"] == "" && block["signature"] == "", "a thought begins full")
        case "redacted_thinking": require(block["data"]?.string?.isEmpty == false, "no data")
        case "tool_use":
            let id = block["id"]?.string ?? ""
            let name = block["name"]?.string ?? ""
            require(!id.isEmpty && !name.isEmpty && block["input"] == [:], "a call begins as \(block.text)")
            said.calls.append(AnswerMeaning.Call(id: id, name: name, arguments: .null))
            arguments = ""
        case let type?: otherBlocks.append(type)
        case nil: require(false, "a block without a type")
        }
    }

    private mutating func delta(_ data: JSONValue) {
        require(open != nil && data["index"]?.int == nextIndex, "a piece of block \(data["index"]?.text ?? "")")
        let delta = data["delta"] ?? .null
        switch (open, delta["type"]?.string) {
        case ("text", "text_delta"): add(delta["text"], to: \.said.text)
        case ("thinking", "thinking_delta"): add(delta["thinking"], to: \.said.thinking)
        case ("thinking", "signature_delta"):
            require(delta["signature"]?.string?.isEmpty == false, "an empty signature")
        case ("tool_use", "input_json_delta"): add(delta["partial_json"], to: \.arguments)
        default: require(false, "\(delta.text) does not fit its block")
        }
    }

    private mutating func stopBlock(_ data: JSONValue) {
        require(open != nil && data["index"]?.int == nextIndex, "the stop of block \(data["index"]?.text ?? "")")
        if open == "tool_use", !said.calls.isEmpty {
            // A call that is cut off by an error need not be whole.
            said.calls[said.calls.count - 1].arguments = (try? JSONValue(parsing: arguments)) ?? .null
        }
        open = nil
        nextIndex += 1
    }

    private mutating func messageDelta(_ data: JSONValue) {
        require(open == nil && !hasMessageDelta, "message_delta out of its place")
        hasMessageDelta = true
        switch data["delta"]?["stop_reason"]?.string {
        case "end_turn", "stop_sequence", "pause_turn": said.stop = .done
        case "max_tokens", "model_context_window_exceeded": said.stop = .length
        case "tool_use": said.stop = .tools
        case "refusal": said.stop = .filtered
        default: require(false, "the stop reason is \(data["delta"]?.text ?? "missing")")
        }
        require(said.stop != .done || said.calls.isEmpty, "calls end in end_turn")
        require(said.stop != .tools || !said.calls.isEmpty, "tool_use without calls")
        require(said.calls.allSatisfy { $0.arguments.object != nil }, "arguments that are no object")
        take(usage: data["usage"])
    }

    private mutating func take(usage: JSONValue?) {
        let names = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"]
        let counts = names.compactMap { usage?[$0]?.int }
        require(counts.count == names.count, "counts are missing in \(usage?.text ?? "no usage")")
        guard counts.count == names.count else { return }
        said.input = counts[0] + counts[1] + counts[2]
        said.cached = counts[2]
        said.output = counts[3]
        said.reasoning = usage?["output_tokens_details"]?["thinking_tokens"]?.int ?? 0
    }

    private mutating func add(_ value: JSONValue?, to place: WritableKeyPath<Self, String>) {
        require(value?.string != nil, "a text is \(value?.text ?? "missing")")
        self[keyPath: place] += value?.string ?? ""
    }

    private mutating func require(_ condition: Bool, _ complaint: @autoclosure () -> String) {
        if !condition { violations.append(complaint()) }
    }
}
