import JSONText

/// A strict reader of Chat Completions streams.
struct OpenAIChatClient: StreamClient {
    let includesUsage: Bool
    private(set) var violations: [String] = []
    private(set) var said = AnswerMeaning()
    private(set) var ending: StreamClientEnding?

    private var id: String?
    private var hasRole = false
    private var hasFinished = false
    private var hasUsage = false
    private var refusal = ""
    private var arguments: [String] = []

    private static let deltaNames: Set<String> = [
        "role", "content", "refusal", "tool_calls", "reasoning_content", "thinking_blocks", "extra_content",
        "images",
    ]

    init(includesUsage: Bool) { self.includesUsage = includesUsage }

    mutating func take(_ event: StreamClientEvent) {
        require(event.name == nil, "an event has the name \(event.name ?? "")")
        require(ending == nil, "an event behind the end: \(event.data)")
        if event.data == "[DONE]" {
            end()
            return
        }
        guard let chunk = try? JSONValue(parsing: event.data), let object = chunk.object else {
            require(false, "no JSON object: \(event.data)")
            return
        }
        if let error = object["error"] {
            require(error["message"]?.string?.isEmpty == false, "an error without a message")
            require(error["type"]?.string != nil && error["code"]?.string != nil, "an error without type or code")
            ending = .error
            return
        }
        require(chunk["object"] == "chat.completion.chunk", "no chunk: \(event.data)")
        require(chunk["id"]?.string?.hasPrefix("chatcmpl-") == true, "the id is \(chunk["id"]?.text ?? "missing")")
        require(id == nil || chunk["id"]?.string == id, "the id changes")
        id = chunk["id"]?.string
        require(chunk["model"]?.string != nil && chunk["created"]?.int != nil, "model or created is missing")
        guard let choices = chunk["choices"]?.array else {
            require(false, "no choices")
            return
        }
        if choices.isEmpty {
            take(usage: chunk["usage"])
        } else {
            require(!hasUsage, "a choice behind the usage")
            require(includesUsage ? object["usage"] == .null : object["usage"] == nil, "usage beside a choice")
            require(choices.count == 1 && choices[0]["index"] == 0, "more than one choice")
            take(choice: choices[0])
        }
    }

    mutating func finish() { require(ending != nil, "neither [DONE] nor an error") }

    private mutating func end() {
        require(hasFinished, "[DONE] without a finish reason")
        for (index, text) in arguments.enumerated() {
            let value = try? JSONValue(parsing: text)
            require(value?.object != nil, "the arguments are \(text)")
            said.calls[index].arguments = value ?? .null
        }
        // A refusal in words ends with `stop`: the words tell.
        if !refusal.isEmpty, said.stop == .done { said.stop = .filtered }
        ending = .clean
    }

    private mutating func take(usage: JSONValue?) {
        require(includesUsage, "usage nobody asked for")
        require(hasFinished && !hasUsage, "usage out of its place")
        hasUsage = true
        said.input = usage?["prompt_tokens"]?.int ?? -1
        said.output = usage?["completion_tokens"]?.int ?? -1
        said.cached = usage?["prompt_tokens_details"]?["cached_tokens"]?.int ?? -1
        said.reasoning = usage?["completion_tokens_details"]?["reasoning_tokens"]?.int ?? -1
        require(usage?["total_tokens"]?.int == said.input + said.output, "the total is no sum")
    }

    private mutating func take(choice: JSONValue) {
        require(!hasFinished, "a chunk behind the finish reason")
        guard let delta = choice["delta"]?.object else {
            require(false, "no delta")
            return
        }
        require(Set(delta.names).isSubset(of: Self.deltaNames), "unknown names in \(delta.names)")
        require((delta["role"] == "assistant") == !hasRole, "the role must come first and once")
        hasRole = true
        add(delta["content"], to: \.said.text)
        add(delta["refusal"], to: \.refusal)
        add(delta["reasoning_content"], to: \.said.thinking)
        for fragment in delta["tool_calls"]?.array ?? [] { take(fragment: fragment) }
        guard let reason = choice["finish_reason"], !reason.isNull else { return }
        hasFinished = true
        switch reason.string {
        case "stop": said.stop = .done
        case "length": said.stop = .length
        case "tool_calls": said.stop = .tools
        case "content_filter": said.stop = .filtered
        default: require(false, "the finish reason is \(reason.text)")
        }
        require(said.stop != .done || said.calls.isEmpty, "calls end in stop")
        require(said.stop != .tools || !said.calls.isEmpty, "tool_calls without calls")
    }

    private mutating func take(fragment: JSONValue) {
        guard let index = fragment["index"]?.int, let text = fragment["function"]?["arguments"]?.string else {
            require(false, "a fragment without index or arguments")
            return
        }
        if index == said.calls.count {
            let id = fragment["id"]?.string ?? ""
            let name = fragment["function"]?["name"]?.string ?? ""
            require(!id.isEmpty && !name.isEmpty && fragment["type"] == "function", "a call begins as \(fragment.text)")
            said.calls.append(AnswerMeaning.Call(id: id, name: name, arguments: .null))
            arguments.append(text)
        } else {
            require(index == said.calls.count - 1, "a fragment of call \(index) out of its place")
            require(fragment["id"] == nil && fragment["function"]?["name"] == nil, "a fragment names its call anew")
            if index == arguments.count - 1 { arguments[index] += text }
        }
    }

    private mutating func add(_ value: JSONValue?, to place: WritableKeyPath<Self, String>) {
        guard let value, !value.isNull else { return }
        require(value.string != nil, "a text is \(value.text)")
        self[keyPath: place] += value.string ?? ""
    }

    private mutating func require(_ condition: Bool, _ complaint: @autoclosure () -> String) {
        if !condition { violations.append(complaint()) }
    }
}
