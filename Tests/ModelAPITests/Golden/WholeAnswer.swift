import JSONText
import ModelAPI

/// A whole answer as a strict client of a dialect reads it, told without the readers under test.
struct WholeAnswer {
    private(set) var said = AnswerMeaning()
    private(set) var violations: [String] = []

    init(_ body: JSONValue, of dialect: DialectID) {
        switch dialect {
        case .openAIChat: readOpenAI(body)
        case .anthropicMessages: readAnthropic(body)
        case .gemini: readGemini(body)
        }
    }

    private mutating func readOpenAI(_ body: JSONValue) {
        require(body["object"] == "chat.completion", "the object is \(body["object"]?.text ?? "missing")")
        require(body["id"]?.string?.hasPrefix("chatcmpl-") == true, "the id is \(body["id"]?.text ?? "missing")")
        require(body["created"]?.int != nil && body["model"]?.string != nil, "created or model is missing")
        let choice = body["choices"]?[0] ?? .null
        let message = choice["message"] ?? .null
        require(choice["index"] == 0 && message["role"] == "assistant", "no choice of the assistant")
        require(message.object?["content"] != nil && message.object?["refusal"] != nil, "content or refusal is missing")
        said.text = message["content"]?.string ?? ""
        said.thinking = message["reasoning_content"]?.string ?? ""
        for call in message["tool_calls"]?.array ?? [] {
            let function = call["function"] ?? .null
            require(call["type"] == "function", "the call is \(call.text)")
            add(call["id"], function["name"], (function["arguments"]?.string).flatMap { try? JSONValue(parsing: $0) })
        }
        switch choice["finish_reason"]?.string {
        case "stop": said.stop = message["refusal"]?.string == nil ? .done : .filtered
        case "length": said.stop = .length
        case "tool_calls": said.stop = .tools
        case "content_filter": said.stop = .filtered
        default: require(false, "the finish reason is \(choice["finish_reason"]?.text ?? "missing")")
        }
        let usage = body["usage"] ?? .null
        said.input = usage["prompt_tokens"]?.int ?? -1
        said.output = usage["completion_tokens"]?.int ?? -1
        said.cached = usage["prompt_tokens_details"]?["cached_tokens"]?.int ?? -1
        said.reasoning = usage["completion_tokens_details"]?["reasoning_tokens"]?.int ?? -1
        require(usage["total_tokens"]?.int == said.input + said.output, "the total is no sum")
    }

    private mutating func readAnthropic(_ body: JSONValue) {
        require(body["type"] == "message" && body["role"] == "assistant", "no message of the assistant")
        require(body["id"]?.string?.hasPrefix("msg_") == true, "the id is \(body["id"]?.text ?? "missing")")
        for block in body["content"]?.array ?? [] {
            switch block["type"]?.string {
            case "text":
                require(block["text"]?.string?.isEmpty == false, "a text without text")
                said.text += block["text"]?.string ?? ""
            case "thinking":
                require(block["signature"]?.string != nil, "thoughts without the member for their signature")
                said.thinking += block["thinking"]?.string ?? ""
            case "tool_use": add(block["id"], block["name"], block["input"])
            default: require(false, "a block of \(block["type"]?.text ?? "no type")")
            }
        }
        switch body["stop_reason"]?.string {
        case "end_turn", "stop_sequence", "pause_turn": said.stop = .done
        case "max_tokens", "model_context_window_exceeded": said.stop = .length
        case "tool_use": said.stop = .tools
        case "refusal": said.stop = .filtered
        default: require(false, "the stop reason is \(body["stop_reason"]?.text ?? "missing")")
        }
        require(body.object?["stop_sequence"] != nil, "stop_sequence is missing")
        let usage = body["usage"] ?? .null
        said.cached = usage["cache_read_input_tokens"]?.int ?? -1
        said.input =
            said.cached + (usage["input_tokens"]?.int ?? -1) + (usage["cache_creation_input_tokens"]?.int ?? -1)
        said.output = usage["output_tokens"]?.int ?? -1
        said.reasoning = usage["output_tokens_details"]?["thinking_tokens"]?.int ?? 0
    }

    private mutating func readGemini(_ body: JSONValue) {
        require(body["modelVersion"]?.string != nil && body["responseId"]?.string != nil, "whose answer is missing")
        let candidate = body["candidates"]?[0] ?? .null
        require(candidate["content"]?["role"] == "model" && candidate["index"] == 0, "no candidate of the model")
        for part in candidate["content"]?["parts"]?.array ?? [] {
            if let call = part["functionCall"] {
                add(call["id"] ?? "", call["name"], call["args"] ?? [:])
            } else if let text = part["text"]?.string {
                if part["thought"] == true { said.thinking += text } else { said.text += text }
            } else {
                require(false, "a part of \(part.text)")
            }
        }
        switch candidate["finishReason"]?.string {
        case "STOP": said.stop = said.calls.isEmpty ? .done : .tools
        case "OTHER": said.stop = .done
        case "MAX_TOKENS": said.stop = .length
        case "SAFETY": said.stop = .filtered
        default: require(false, "the finish reason is \(candidate["finishReason"]?.text ?? "missing")")
        }
        let usage = body["usageMetadata"] ?? .null
        said.reasoning = usage["thoughtsTokenCount"]?.int ?? 0
        said.input = usage["promptTokenCount"]?.int ?? -1
        said.cached = usage["cachedContentTokenCount"]?.int ?? 0
        said.output = (usage["candidatesTokenCount"]?.int ?? -1) + said.reasoning
        require(usage["totalTokenCount"]?.int == said.input + said.output, "the total is no sum")
    }

    private mutating func add(_ id: JSONValue?, _ name: JSONValue?, _ arguments: JSONValue?) {
        require(arguments?.object != nil, "the arguments are \(arguments?.text ?? "missing")")
        require(name?.string?.isEmpty == false && id?.string != nil, "a call without a name or an id")
        said.calls.append(
            AnswerMeaning.Call(id: id?.string ?? "", name: name?.string ?? "", arguments: arguments ?? .null)
        )
    }

    private mutating func require(_ condition: Bool, _ complaint: String) {
        if !condition { violations.append(complaint) }
    }
}
