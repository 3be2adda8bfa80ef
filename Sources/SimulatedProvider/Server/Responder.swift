import JSONText

/// Decides what a request is answered: pure, given the request.
struct Responder: Sendable {
    /// An answer with the manner of its sending.
    struct Decision: Sendable {
        var reply: Reply
        var fault: FaultPlan?
        var pace: Pace
        /// What identifies the plan when its strikes are counted.
        var faultKey: String
    }

    let options: SimulatedProvider.Options
    /// Caches of prompts that work as the real ones do, for those who want them.
    var caches = PromptCaches()

    /// - Parameter isStruck: whether a fault with a limited number of strikes has one left for this key.
    func decide(_ request: IncomingRequest, isStruck: (FaultPlan, String) -> Bool) -> Decision {
        let endpoint = Endpoint(request)
        let dialect = endpoint.dialect
        let fingerprint = Fingerprint(request.body)
        var decision = Decision(
            reply: Reply(status: 200, headers: [], body: .whole([])),
            fault: nil,
            pace: options.pace.adjusted(
                timeToFirstToken: request.header("x-sim-ttft"),
                tokensPerSecond: request.header("x-sim-tps"),
                model: ""
            ),
            faultKey: ""
        )
        do throws(Refusal) {
            guard request.body.count <= options.maximumBodyBytes else { throw Self.tooLarge(dialect) }
            try authenticate(request, dialect)
            let body = try parse(request, endpoint)
            let model = body?.model ?? ""
            decision.pace = options.pace.adjusted(
                timeToFirstToken: request.header("x-sim-ttft"),
                tokensPerSecond: request.header("x-sim-tps"),
                model: model
            )
            if let name = request.header("x-sim-fault") {
                decision.fault = try FaultParser.plan(name)
                decision.faultKey = name
            } else if let plan = try FaultParser.plan(inModel: model) {
                decision.fault = plan
                decision.faultKey = model
            }
            if let plan = decision.fault, !isStruck(plan, decision.faultKey) { decision.fault = nil }
            if let fault = decision.fault?.fault {
                if let refusal = FaultReplies.refusal(fault, dialect) { throw refusal }
                if let reply = FaultReplies.reply(fault, request) {
                    decision.reply = reply
                    return decision
                }
            }
            decision.reply = try reply(endpoint, request, body: body, isOdd: decision.fault?.fault == .oddStream)
            if case .errorMidStream = decision.fault?.fault, case .whole = decision.reply.body {
                // There is no middle to fail in.
                throw Self.failure(dialect)
            }
        } catch {
            decision.reply = refused(error, dialect, fingerprint)
        }
        decision.reply.headers += Self.headers(dialect, fingerprint)
        return decision
    }

    // MARK: Stages

    private func authenticate(_ request: IncomingRequest, _ dialect: Dialect) throws(Refusal) {
        guard let key = options.requiredKey else { return }
        let bearer = request.header("authorization").flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
        switch dialect {
        case .cohere:
            guard bearer == key else { throw Refusal(401, "invalid api token") }
        case .openAI:
            guard let bearer else {
                throw Refusal(
                    401,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header using "
                        + "Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
                )
            }
            guard bearer == key else {
                throw Refusal(401, "Incorrect API key provided.", code: "invalid_api_key")
            }
        case .anthropic:
            guard (request.header("x-api-key") ?? bearer) == key else { throw Refusal(401, "invalid x-api-key") }
        case .gemini:
            guard let given = request.header("x-goog-api-key") ?? request.query("key") else {
                throw Refusal(
                    403,
                    "Method doesn't allow unregistered callers (callers without established identity). Please use "
                        + "API Key or other form of API consumer identity to call this API."
                )
            }
            guard given == key else {
                throw Refusal(400, "API key not valid. Please pass a valid API key.", code: "API_KEY_INVALID")
            }
        }
    }

    private struct Body {
        var value: JSONValue
        var model: String
    }

    /// - Returns: `nil` for endpoints that take no body.
    private func parse(_ request: IncomingRequest, _ endpoint: Endpoint) throws(Refusal) -> Body? {
        let pathModel: String?
        switch endpoint {
        case .chatCompletions, .messages, .countMessageTokens, .embeddings, .cohereEmbed: pathModel = nil
        case .generateContent(let model), .streamGenerateContent(let model), .countTokens(let model),
            .embedContent(let model), .batchEmbedContents(let model):
            pathModel = model
        default: return nil
        }
        if endpoint.dialect == .anthropic, request.header("anthropic-version") == nil {
            throw Refusal(400, "anthropic-version: header is required")
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: request.body)
        } catch {
            throw Self.invalidJSON(endpoint.dialect, error)
        }
        guard value.object != nil else { throw Self.invalidJSON(endpoint.dialect, JSONError(.notAnObject, at: 0)) }
        return Body(value: value, model: pathModel ?? value["model"]?.string ?? "")
    }

    private func reply(
        _ endpoint: Endpoint,
        _ request: IncomingRequest,
        body: Body?,
        isOdd: Bool
    ) throws(Refusal) -> Reply {
        if let body, ModelName.isMissing(body.model) { throw Self.unknownModel(endpoint.dialect, body.model) }
        let fingerprint = Fingerprint(request.body)
        let value = body?.value ?? nil
        switch endpoint {
        case .chatCompletions:
            let prompt = try OpenAIReader.read(value, fingerprint: fingerprint)
            return answer(cached(prompt, request), .serverSentEvents, isOdd)
        case .messages:
            let prompt = try AnthropicReader.read(value, fingerprint: fingerprint, isCount: false)
            return answer(cached(prompt, request), .serverSentEvents, isOdd)
        case .countMessageTokens:
            let prompt = try AnthropicReader.read(value, fingerprint: fingerprint, isCount: true)
            return Self.json(["input_tokens": JSONValue(TokenUsage(input: prompt.counted).input)])
        case .generateContent(let model):
            let prompt = try GeminiReader.read(value, model: model, isStreamed: false, fingerprint: fingerprint)
            return answer(cached(prompt, request), .jsonArray, isOdd)
        case .streamGenerateContent(let model):
            let prompt = try GeminiReader.read(value, model: model, isStreamed: true, fingerprint: fingerprint)
            let framing = request.query("alt") == "sse" ? StreamFraming.serverSentEvents : .jsonArray
            return answer(cached(prompt, request), framing, isOdd)
        case .countTokens(let model):
            // The request may also come wrapped, with system instruction and tools.
            let inner = value["generateContentRequest"] ?? value["generate_content_request"] ?? value
            let prompt = try GeminiReader.read(inner, model: model, isStreamed: false, fingerprint: fingerprint)
            return Self.json(GeminiWriter.count(TokenUsage(input: prompt.counted)))
        case .embeddings: return Self.json(try OpenAIEmbeddings.answer(value, model: body?.model ?? ""))
        case .embedContent(let model): return Self.json(try GeminiEmbeddings.single(value, model: model))
        case .batchEmbedContents(let model): return Self.json(try GeminiEmbeddings.batch(value, model: model))
        case .cohereEmbed:
            return Self.json(
                try CohereEmbeddings.answer(value, model: body?.model ?? "", fingerprint: fingerprint)
            )
        case .models(let dialect):
            switch dialect {
            case .openAI, .cohere: return Self.json(OpenAIWriter.models(ModelName.listed))
            case .anthropic: return Self.json(AnthropicWriter.models(ModelName.listed))
            case .gemini: return Self.json(GeminiWriter.models(ModelName.listed))
            }
        case .model(let dialect, let name):
            guard !ModelName.isMissing(name) else { throw Self.unknownModel(dialect, name) }
            switch dialect {
            case .openAI, .cohere: return Self.json(OpenAIWriter.model(name))
            case .anthropic: return Self.json(AnthropicWriter.model(name))
            case .gemini: return Self.json(GeminiWriter.model(name))
            }
        case .redirectTarget: return Self.json(["redirected": true])
        case .unknown(let dialect): throw Self.unknownPath(dialect, request)
        case .recordedRequests, .clearRequests, .statistics: throw Self.unknownPath(.openAI, request)
        }
    }

    /// The prompt with what the provider's cache makes of it.
    private func cached(_ prompt: Prompt, _ request: IncomingRequest) -> Prompt {
        guard options.cachesPrompts || request.header("x-sim-prompt-cache") == "on" else { return prompt }
        let credential =
            request.header("x-api-key") ?? request.header("authorization")
            ?? request.header("x-goog-api-key") ?? ""
        var prompt = prompt
        prompt.cached = caches.use(prompt, credential: credential)
        return prompt
    }

    private func answer(_ prompt: Prompt, _ framing: StreamFraming, _ isOdd: Bool) -> Reply {
        let script = ScriptWriter(prompt).script()
        guard prompt.isStreamed else {
            let value =
                switch prompt.dialect {
                case .openAI, .cohere: OpenAIWriter.whole(script, prompt: prompt)
                case .anthropic: AnthropicWriter.whole(script)
                case .gemini: GeminiWriter.whole(script, prompt: prompt)
                }
            var reply = Self.json(value)
            reply.tokens = script.usage.output
            return reply
        }
        let encoder: any StreamEncoder =
            switch prompt.dialect {
            case .openAI, .cohere: OpenAIStreamEncoder(script, prompt: prompt, isOdd: isOdd)
            case .anthropic: AnthropicStreamEncoder(script)
            case .gemini: GeminiStreamEncoder(script)
            }
        let stream = StreamedReply(
            events: script.events,
            encoder: encoder,
            framing: isOdd && framing == .serverSentEvents ? .oddServerSentEvents : framing,
            failure: WireEvent(
                name: prompt.dialect == .anthropic ? "error" : nil,
                data: Self.body(Self.failure(prompt.dialect), prompt.dialect, prompt.fingerprint).bytes
            )
        )
        return Reply(
            status: 200,
            headers: [
                .init("content-type", framing.contentType), .init("cache-control", "no-cache"),
            ],
            body: .stream(stream)
        )
    }

    // MARK: Shapes

    static func json(_ value: JSONValue, status: Int = 200) -> Reply {
        Reply(status: status, headers: [.init("content-type", "application/json")], body: .whole(value.bytes))
    }

    private func refused(_ refusal: Refusal, _ dialect: Dialect, _ fingerprint: Fingerprint) -> Reply {
        var reply = Self.json(Self.body(refusal, dialect, fingerprint), status: refusal.status)
        guard dialect != .gemini else { return reply }
        switch refusal.retryAfter {
        case nil: break
        case .seconds(let count): reply.headers.append(.init("retry-after", String(count)))
        case .milliseconds(let count): reply.headers.append(.init("retry-after-ms", String(count)))
        }
        return reply
    }

    private static func body(_ refusal: Refusal, _ dialect: Dialect, _ fingerprint: Fingerprint) -> JSONValue {
        switch dialect {
        case .openAI: OpenAIWriter.error(refusal)
        case .anthropic:
            AnthropicWriter.error(refusal, requestID: Identifiers.request(.anthropic, fingerprint))
        case .gemini: GeminiWriter.error(refusal)
        case .cohere: ["id": .string(Identifiers.request(.cohere, fingerprint)), "message": .string(refusal.message)]
        }
    }

    /// The headers that every answer of this provider has.
    private static func headers(_ dialect: Dialect, _ fingerprint: Fingerprint) -> [RecordedRequest.Header] {
        let id = Identifiers.request(dialect, fingerprint)
        switch dialect {
        case .openAI:
            return [
                .init("x-request-id", id), .init("openai-processing-ms", "1"), .init("openai-version", "2020-10-01"),
                .init("x-ratelimit-limit-requests", "10000"), .init("x-ratelimit-remaining-requests", "9999"),
                .init("x-ratelimit-reset-requests", "6ms"), .init("x-ratelimit-limit-tokens", "2000000"),
                .init("x-ratelimit-remaining-tokens", "1999990"), .init("x-ratelimit-reset-tokens", "0s"),
            ]
        case .anthropic:
            return [
                .init("request-id", id), .init("anthropic-organization-id", "00000000-0000-4000-8000-000000000000"),
                .init("anthropic-ratelimit-requests-limit", "4000"),
                .init("anthropic-ratelimit-requests-remaining", "3999"),
                .init("anthropic-ratelimit-requests-reset", "2025-01-01T00:00:00Z"),
                .init("anthropic-ratelimit-input-tokens-limit", "2000000"),
                .init("anthropic-ratelimit-input-tokens-remaining", "2000000"),
                .init("anthropic-ratelimit-input-tokens-reset", "2025-01-01T00:00:00Z"),
            ]
        case .gemini: return [.init("x-gemini-service-tier", "standard")]
        case .cohere: return [.init("x-debug-trace-id", id)]
        }
    }

    // MARK: Refusals

    /// What a stream that fails in its middle says.
    private static func failure(_ dialect: Dialect) -> Refusal {
        dialect == .anthropic
            ? Refusal(529, "Overloaded") : Refusal(503, "The server had an error while processing your request.")
    }

    private static func tooLarge(_ dialect: Dialect) -> Refusal {
        Refusal(413, dialect == .anthropic ? "Request exceeds the maximum size" : "Request payload is too large.")
    }

    private static func invalidJSON(_ dialect: Dialect, _ error: JSONError) -> Refusal {
        switch dialect {
        case .openAI:
            Refusal(
                400,
                "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your "
                    + "HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid "
                    + "JSON: \(error).)"
            )
        case .anthropic: Refusal(400, "The request body is not valid JSON: \(error)")
        case .gemini: Refusal(400, "Invalid JSON payload received. \(error)")
        case .cohere: Refusal(400, "invalid request: the body is not valid JSON: \(error)")
        }
    }

    private static func unknownModel(_ dialect: Dialect, _ name: String) -> Refusal {
        switch dialect {
        case .openAI:
            Refusal(
                404,
                "The model `\(name)` does not exist or you do not have access to it.",
                code: "model_not_found"
            )
        case .anthropic: Refusal(404, "model: \(name)")
        case .cohere: Refusal(404, "model '\(name)' not found, make sure the correct model ID was used")
        case .gemini:
            Refusal(
                404,
                "models/\(name) is not found for API version v1beta, or is not supported for generateContent. Call "
                    + "ListModels to see the list of available models and their supported methods."
            )
        }
    }

    private static func unknownPath(_ dialect: Dialect, _ request: IncomingRequest) -> Refusal {
        switch dialect {
        case .openAI: Refusal(404, "Invalid URL (\(request.method) \(request.path))", code: "unknown_url")
        case .anthropic: Refusal(404, "Not found")
        case .cohere: Refusal(404, "page not found")
        case .gemini: Refusal(404, "Requested entity was not found.")
        }
    }
}
