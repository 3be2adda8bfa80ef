import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Telemetry

/// The stage that reads a body far enough to route it: model, stream, and the numbers that would hurt if they were absurd.
enum CallReader {
    /// More tokens than any model can produce; a larger number is a mistake or an attack on somebody's arithmetic.
    private static let mostTokens = 10_000_000
    /// The most answers the OpenAI API gives to one request.
    private static let mostChoices = 128

    private static let generationFields = JSONFieldSet([
        "candidateCount", "candidate_count", "maxOutputTokens", "max_output_tokens",
    ])
    private static let generationNames = [
        "generationConfig.candidateCount", "generationConfig.candidate_count", "generationConfig.maxOutputTokens",
        "generationConfig.max_output_tokens",
    ]

    /// Reads a request's body.
    /// - Parameter trace: the place in a trace that providers are told; `nil` for the caller's own, if it has named one.
    /// - Throws: ``APIError`` of kind `invalidRequest` that names the field at fault.
    static func read(
        _ body: ByteBuffer,
        head: RequestHead,
        route: Route,
        trace: TraceParent? = nil
    ) throws(APIError) -> Call {
        if let coding = head.fields.first("content-encoding"), coding.lowercased() != "identity" {
            throw APIError(.invalidRequest, "Compressed request bodies are not taken; send the body as it is.")
        }
        let bytes = body.readableBytesUInt8Span
        let wanted = CallFields.of(route)
        let fields: JSONFields
        do {
            fields = try wanted.set.scan(bytes)
        } catch {
            throw APIError(.invalidRequest, "The request body is not valid JSON: \(error).")
        }
        if let duplicate = fields.duplicate {
            let name = wanted.names[duplicate]
            throw APIError(.invalidRequest, "The field '\(name)' stands twice in the body.", parameter: name)
        }
        let own = GatewayFields(head.fields)
        let amounts = try amounts(fields, bytes, route)
        return Call(
            route: route,
            model: try model(fields, bytes, route),
            stream: try stream(fields, bytes, route),
            strict: own.strict,
            includesExtras: own.extras ?? false,
            body: body,
            fields: fields,
            overrides: try overrides(own, fields, bytes),
            isBeta: route.dialect == .anthropicMessages && Router.queryValue("beta", in: head.query) == "true",
            maxTokens: amounts.tokens,
            choices: amounts.choices,
            forwarded: forwarded(head, route, trace),
            cacheWords: own.cache,
            wantsPromptCache: try promptCache(own)
        )
    }

    private static func promptCache(_ own: GatewayFields) throws(APIError) -> Bool? {
        switch own.promptCache {
        case nil: nil
        case "on": true
        case "off": false
        default:
            throw APIError(
                .invalidRequest,
                "The header 'x-kanmon-prompt-cache' must be 'on' or 'off'.",
                parameter: "x-kanmon-prompt-cache"
            )
        }
    }

    private static func model(_ fields: JSONFields, _ bytes: Span<UInt8>, _ route: Route) throws(APIError) -> String {
        if let model = route.model { return model }
        guard let place = fields[CallFields.Index.model] else {
            throw APIError(.invalidRequest, "Missing required field 'model'.", parameter: "model")
        }
        guard let model = place.string(in: bytes), !model.isEmpty else {
            throw APIError(.invalidRequest, "The field 'model' must be a non-empty string.", parameter: "model")
        }
        return model
    }

    private static func stream(_ fields: JSONFields, _ bytes: Span<UInt8>, _ route: Route) throws(APIError) -> Bool {
        if route.operation != .chat { return false }
        if let stream = route.stream { return stream }
        guard let place = fields[CallFields.Index.stream], !place.isNull(in: bytes) else { return false }
        guard let stream = place.bool(in: bytes) else {
            throw APIError(.invalidRequest, "The field 'stream' must be true or false.", parameter: "stream")
        }
        return stream
    }

    private static func overrides(
        _ own: GatewayFields,
        _ fields: JSONFields,
        _ bytes: Span<UInt8>
    ) throws(APIError) -> CallOverrides {
        guard let place = fields[CallFields.Index.kanmon] else { return try CallOverrides(own, field: nil) }
        let field: JSONValue
        do {
            field = try JSONValue(parsing: bytes.extracting(place.value))
        } catch {
            throw APIError(.invalidRequest, "The field 'kanmon' is not valid JSON: \(error).", parameter: "kanmon")
        }
        return try CallOverrides(own, field: field)
    }

    /// What of the caller's header reaches a provider of the same dialect. Everything else stops here: credentials, cookies,
    /// forwarding and hop-by-hop fields above all.
    private static func forwarded(
        _ head: RequestHead,
        _ route: Route,
        _ trace: TraceParent?
    ) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        if let trace = trace?.description ?? head.fields.first("traceparent") { fields.append(("traceparent", trace)) }
        guard route.dialect == .anthropicMessages else { return fields }
        fields.append(
            (
                Attempt.anthropicVersion.name,
                head.fields.first(named: Attempt.anthropicVersion.name) ?? Attempt.anthropicVersion.value
            )
        )
        if let beta = head.fields.first("anthropic-beta") { fields.append(("anthropic-beta", beta)) }
        return fields
    }

    /// How much is asked for; where two fields say it, the larger number.
    private static func amounts(
        _ fields: JSONFields,
        _ bytes: Span<UInt8>,
        _ route: Route
    ) throws(APIError) -> (tokens: Int?, choices: Int) {
        typealias Index = CallFields.Index
        var tokens: Int?
        var choices = 1
        if route.operation == .embeddings { return (nil, 1) }
        func note(_ number: Int?, isTokens: Bool) {
            guard let number else { return }
            if isTokens { tokens = max(tokens ?? 0, number) } else { choices = max(choices, number) }
        }
        switch route.dialect {
        case .openAIChat:
            note(try number(fields[Index.choiceCount], bytes, name: "n", most: mostChoices), isTokens: false)
            note(try number(fields[Index.maxTokens], bytes, name: "max_tokens", most: mostTokens), isTokens: true)
            let completion = fields[Index.maxCompletionTokens]
            note(try number(completion, bytes, name: "max_completion_tokens", most: mostTokens), isTokens: true)
        case .anthropicMessages:
            note(try number(fields[Index.maxTokens], bytes, name: "max_tokens", most: mostTokens), isTokens: true)
        case .gemini:
            for index in [Index.maxTokens, Index.choiceCount] {
                guard let place = fields[index] else { continue }
                let nested = bytes.extracting(place.value)
                // A value of another type is named by whoever reads it whole.
                guard let config = try? generationFields.scan(nested) else { continue }
                if let duplicate = config.duplicate {
                    let name = generationNames[duplicate]
                    throw APIError(
                        .invalidRequest,
                        "The field '\(name)' stands twice in 'generationConfig'.",
                        parameter: name
                    )
                }
                // Each name has two spellings; which one counts where both stand is the provider's secret.
                for (index, name) in generationNames.enumerated() {
                    let isTokens = index >= 2
                    let most = isTokens ? mostTokens : mostChoices
                    note(try number(config[index], nested, name: name, most: most), isTokens: isTokens)
                }
            }
        }
        return (tokens, choices)
    }

    private static func number(
        _ place: JSONFields.Place?,
        _ bytes: Span<UInt8>,
        name: String,
        most: Int
    ) throws(APIError) -> Int? {
        guard let place, !place.isNull(in: bytes) else { return nil }
        guard let value = place.int(in: bytes), value >= 1, value <= most else {
            throw APIError(
                .invalidRequest,
                "The field '\(name)' must be a whole number from 1 to \(most).",
                parameter: name
            )
        }
        return value
    }
}
