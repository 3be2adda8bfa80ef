import JSONText

/// A strict reader of `streamGenerateContent?alt=sse`.
struct GeminiClient: StreamClient {
    private(set) var violations: [String] = []
    private(set) var said = AnswerMeaning()
    private(set) var ending: StreamClientEnding?

    private var hasFinished = false
    private var identity: [JSONValue?] = []

    init() {}

    mutating func take(_ event: StreamClientEvent) {
        require(event.name == nil, "an event has the name \(event.name ?? "")")
        require(ending == nil, "an event behind the end: \(event.data)")
        guard let chunk = try? JSONValue(parsing: event.data), chunk.object != nil else {
            require(false, "no JSON object: \(event.data)")
            return
        }
        if let error = chunk["error"] {
            require(error["code"]?.int != nil && error["status"]?.string != nil, "an error without code or status")
            require(error["message"]?.string?.isEmpty == false, "an error without a message")
            ending = .error
            return
        }
        require(!hasFinished, "a chunk behind the finish reason")
        let identity = [chunk["modelVersion"], chunk["responseId"]]
        require(identity.allSatisfy { $0?.string != nil }, "no modelVersion or no responseId")
        require(self.identity.isEmpty || self.identity == identity, "the answer's identity changes")
        self.identity = identity
        let candidates = chunk["candidates"]?.array ?? []
        require(candidates.count == 1 && candidates.first?["index"] == 0, "not one candidate")
        for candidate in candidates { take(candidate: candidate) }
        if let usage = chunk["usageMetadata"] { take(usage: usage) }
    }

    /// This wire has no terminal event: the finish reason, then the end of the bytes.
    mutating func finish() {
        if ending == nil, hasFinished { ending = .clean }
        require(ending != nil, "neither a finish reason nor an error")
    }

    private mutating func take(candidate: JSONValue) {
        require(candidate["content"]?["role"] == "model", "the role is not model")
        let parts = candidate["content"]?["parts"]?.array ?? []
        require(!parts.isEmpty, "no parts")
        for part in parts { take(part: part) }
        guard let reason = candidate["finishReason"] else { return }
        hasFinished = true
        switch reason.string {
        case "STOP": said.stop = said.calls.isEmpty ? .done : .tools
        case "OTHER": said.stop = .done
        case "MAX_TOKENS": said.stop = .length
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII": said.stop = .filtered
        default: require(false, "the finish reason is \(reason.text)")
        }
    }

    private mutating func take(part: JSONValue) {
        guard let names = part.object?.names.filter({ $0 != "thought" && $0 != "thoughtSignature" }), names.count == 1
        else {
            require(false, "a part with not just one kind of data: \(part.text)")
            return
        }
        if let signature = part["thoughtSignature"] {
            require(signature.string.map(Self.isBase64) == true, "a signature that is no base64: \(signature.text)")
        }
        switch names[0] {
        case "text":
            guard let text = part["text"]?.string else {
                require(false, "a text is \(part.text)")
                return
            }
            if part["thought"] == true { said.thinking += text } else { said.text += text }
        case "functionCall":
            let call = part["functionCall"] ?? .null
            require(call["name"]?.string?.isEmpty == false, "a call without a name")
            require(call["args"] == nil || call["args"]?.object != nil, "the arguments are \(call["args"]?.text ?? "")")
            said.calls.append(
                AnswerMeaning.Call(
                    id: call["id"]?.string ?? "",
                    name: call["name"]?.string ?? "",
                    arguments: call["args"] ?? [:]
                )
            )
        case "executableCode", "codeExecutionResult", "inlineData": break
        default: require(false, "a part of \(names[0])")
        }
    }

    private mutating func take(usage: JSONValue) {
        require(hasFinished, "usage before the end")
        let prompt = usage["promptTokenCount"]?.int ?? -1
        let candidates = usage["candidatesTokenCount"]?.int ?? -1
        said.reasoning = usage["thoughtsTokenCount"]?.int ?? 0
        said.input = prompt
        said.cached = usage["cachedContentTokenCount"]?.int ?? 0
        said.output = candidates + said.reasoning
        require(usage["totalTokenCount"]?.int == prompt + said.output, "the total is no sum")
    }

    /// The field holds bytes, so Google's clients refuse what is no base64.
    private static func isBase64(_ text: String) -> Bool {
        text.utf8.count % 4 == 0
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                    true
                default: false
                }
            }
    }

    private mutating func require(_ condition: Bool, _ complaint: @autoclosure () -> String) {
        if !condition { violations.append(complaint()) }
    }
}
