import JSONText

/// What an error object of OpenAI's or an imitator's says, wherever it puts it.
struct OpenAIChatErrorDetails: Hashable, Sendable {
    /// What it says to a person.
    private(set) var message: String?
    /// OpenAI's class of errors.
    private(set) var type: String?
    /// The exact code.
    private(set) var code: String?
    /// The field at fault.
    private(set) var parameter: String?
    /// An HTTP status given as the code (OpenRouter, Gemini).
    private(set) var status: Int?

    /// Nothing is said.
    init() {}

    /// Reads the body of an error answer: `{"error": {…}}`, `{"error": "…"}`, `[{"error": …}]`, or the members at the top
    /// (`message`, or FastAPI's `detail` as Mistral and vLLM send it).
    init(body: JSONValue) {
        let body = body.array?.first ?? body
        if let error = body["error"], !error.isNull {
            read(error)
        } else {
            read(body)
        }
    }

    /// Reads the error inside an answer or an event with status 200; `nil` where there is none.
    init?(insideAnswer object: JSONObject) {
        if let error = object["error"], !error.isNull {
            read(error)
        } else if object["object"]?.string == "error" {
            read(.object(object))
        } else if let error = Self.error(ofChoices: object["choices"]) {
            read(error)
        } else {
            return nil
        }
    }

    /// OpenRouter may put the error into the choice, and Mistral says only that it was one.
    private static func error(ofChoices choices: JSONValue?) -> JSONValue? {
        for choice in choices?.array ?? [] {
            if let error = choice["error"], !error.isNull { return error }
            if choice["finish_reason"]?.string == "error" { return .object(JSONObject()) }
        }
        return nil
    }

    private mutating func read(_ error: JSONValue) {
        if let text = error.string {
            message = text
            return
        }
        message = error["message"]?.string ?? Self.detail(error["detail"]) ?? Self.detail(error["message"]?["detail"])
        type = error["type"]?.string
        parameter = error["param"]?.string
        code = error["code"]?.string
        status = error["code"]?.int ?? error["status"]?.int
    }

    /// FastAPI's `detail`: a text, or a list of what is wrong where.
    private static func detail(_ value: JSONValue?) -> String? {
        if let text = value?.string { return text }
        let lines = (value?.array ?? []).prefix(8).map { entry -> String in
            let place = (entry["loc"]?.array ?? []).map { $0.string ?? $0.text }.joined(separator: ".")
            return "\(place): \(entry["msg"]?.string ?? "invalid")"
        }
        return lines.isEmpty ? nil : lines.joined(separator: "; ")
    }

    // MARK: - What it is about

    /// The status that an error inside a 200 answer would have had.
    var impliedStatus: Int {
        if let status, (400...599).contains(status) { return status }
        if isAboutCredential { return 401 }
        if isQuota || isOverload { return isQuota ? 429 : 503 }
        if isContextLength || isContentPolicy { return 400 }
        let words = "\(type ?? "") \(code ?? "")"
        if words.contains("rate_limit") { return 429 }
        if words.contains("timeout") { return 504 }
        if words.contains("not_found") { return 404 }
        if words.contains("invalid_request") { return 400 }
        return 500
    }

    /// The account is out of money: waiting does not help.
    var isQuota: Bool {
        code == "insufficient_quota" || type == "insufficient_quota"
            || says("insufficient balance", "exceeded your current quota")
    }

    /// The provider has no capacity, whatever the status says.
    var isOverload: Bool {
        let words = "\(type ?? "") \(code ?? "")"
        return words.contains("overloaded") || words.contains("service_unavailable")
            || words.contains("capacity_exceeded")
    }

    /// Our key is wrong, which some say with 400; their words may echo it.
    var isAboutCredential: Bool {
        code == "invalid_api_key" || type == "authentication_error"
            || says("incorrect api key", "invalid api key", "api key not valid")
    }

    /// The prompt does not fit the model.
    var isContextLength: Bool {
        code == "context_length_exceeded" || type == "exceed_context_size_error"
            || says(
                "maximum context length",
                "context length exceeded",
                "context window",
                "context size",
                "maximum prompt length",
                "prompt is too long",
                "reduce the length of the messages",
                "too many tokens",
                "max_new_tokens` must be"
            )
    }

    /// A filter refused the prompt.
    var isContentPolicy: Bool {
        let words = "\(type ?? "") \(code ?? "")"
        return words.contains("content_filter") || words.contains("content_policy")
            || words.contains("moderation_blocked")
            || says("content management policy", "content policy", "safety system")
    }

    private func says(_ needles: String...) -> Bool {
        guard let message = message?.prefix(4096).lowercased() else { return false }
        return needles.contains { message.contains($0) }
    }
}
