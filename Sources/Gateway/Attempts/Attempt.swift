import JSONText
import ModelAPI
import NIOCore
import Routing
import Telemetry
import Upstream

/// One target's turn at a call: what is sent to it, and how its answer is read.
final class Attempt: Sendable {
    /// Whom it goes to.
    let seat: Seat
    /// The request's body in the provider's dialect.
    let body: ByteBuffer
    /// The request's path at the provider.
    let path: String
    /// The header fields of this request alone.
    let fields: [(name: String, value: String)]
    /// What the provider cannot express, in the caller's words; `nil` where it can express everything.
    let dropped: DroppedFields?
    /// The request in neutral terms where the dialects differ; `nil` where bytes go on untouched.
    let translated: ChatRequest?
    /// Whether the provider reports usage on the stream only because we asked, so that it must not go on.
    let withholdsUsage: Bool
    /// What was done so that the provider's own cache serves it; `nil` where that is off.
    let prompt: AdaptedPrompt?
    /// How vectors are asked for, where that is what the call wants.
    let embedding: EmbeddingExchange?

    private static let streamOptionFields = JSONFieldSet(["include_usage"])
    /// The header field every request to an Anthropic provider has.
    static let anthropicVersion = (name: "anthropic-version", value: AnthropicMessagesDialect.version)

    /// Prepares a call for a target.
    /// - Parameter pass: what the provider's own cache has to do with it; `nil` for nothing.
    /// - Throws: ``ModelAPI/APIError`` where the call cannot be put in the target's dialect at all.
    init(_ call: Call, to seat: Seat, _ facts: CallFacts, _ pass: PromptCachePass? = nil) throws(APIError) {
        self.seat = seat
        let provider = seat.provider
        if call.route.operation == .embeddings {
            let exchange = try EmbeddingExchange(call, to: seat, facts)
            embedding = exchange
            body = exchange.bodies[0]
            path = provider.embeddingPath(model: seat.model)
            fields = call.forwarded
            dropped = exchange.dropped
            translated = nil
            withholdsUsage = false
            prompt = nil
            return
        }
        embedding = nil
        let path = provider.chatPath(model: seat.model, stream: call.stream)
        let isSameDialect = provider.dialect.id == call.route.dialect
        self.path = isSameDialect && call.isBeta ? path + "?beta=true" : path
        if isSameDialect {
            translated = nil
            dropped = nil
            fields = call.forwarded
            var withholdsUsage = false
            var prompt: AdaptedPrompt?
            body = try Self.edited(call, model: seat.model, withholdsUsage: &withholdsUsage) { edits in
                prompt = pass?.adapt(call, for: seat, &edits)
            }
            self.withholdsUsage = withholdsUsage
            self.prompt = prompt
        } else {
            var neutral = try facts.neutral()
            neutral.includesExtras = call.includesExtras
            // A report of usage is always asked for; the client's own wish is kept for its answer.
            let wanted = neutral.includeUsage
            neutral.includeUsage = true
            let written = try provider.dialect.writeRequest(neutral, for: provider.profile(model: seat.model))
            neutral.includeUsage = wanted
            dropped = DroppedFields(written.dropped, of: neutral, in: call.dialect)
            // The caller's words have served: an answer can take long, and needs only what they mean.
            neutral.source = nil
            translated = neutral
            if let pass {
                var bytes: [UInt8] = []
                prompt = pass.adapt(written.body, for: seat, &bytes)
                body = ByteBuffer(bytes: bytes)
            } else {
                prompt = nil
                body = ByteBuffer(bytes: written.body.bytes)
            }
            withholdsUsage = false
            let trace = call.forwarded.filter { $0.name == "traceparent" }
            fields = provider.dialect.id == .anthropicMessages ? trace + [Self.anthropicVersion] : trace
        }
    }

    /// Prepares a call for a planned target.
    /// - Throws: ``ModelAPI/APIError`` where its provider cannot express the call and the caller or the configuration insists.
    static func prepared(
        _ call: Call,
        _ target: PlannedTarget,
        _ facts: CallFacts,
        _ pass: PromptCachePass? = nil
    ) throws(APIError) -> Attempt {
        let attempt = try Attempt(call, to: target.seat, facts, pass)
        if let dropped = attempt.dropped, call.strict ?? target.settings.isStrict { throw dropped.refusal }
        return attempt
    }

    /// The call in neutral terms.
    static func neutral(_ call: Call) throws(APIError) -> ChatRequest {
        let tree = try tree(of: call)
        if call.route.operation == .countTokens {
            return try call.dialect.readCountRequest(tree, model: call.route.model)
        }
        return try call.dialect.readRequest(tree, model: call.route.model, stream: call.route.stream)
    }

    /// The call's body without what is meant for the gateway.
    static func tree(of call: Call) throws(APIError) -> JSONValue {
        let body = call.body
        var tree: JSONValue
        do {
            tree = try JSONValue(parsing: body.readableBytesUInt8Span)
        } catch {
            throw APIError(.invalidRequest, "The request body is not valid JSON: \(error).")
        }
        if call.fields[CallFields.Index.kanmon] != nil, case .object(var object) = tree {
            // What is meant for the gateway is no field of the dialect.
            object.remove("kanmon")
            tree = .object(object)
        }
        return tree
    }

    /// The body with the provider's name of the model, and asking for usage at the end of a stream; every other byte as it was.
    /// - Parameter others: adds further changes.
    static func edited(
        _ call: Call,
        model: String,
        withholdsUsage: inout Bool,
        _ others: (inout JSONEdits) -> Void = { _ in }
    ) throws(APIError) -> ByteBuffer {
        let body = call.body
        let bytes = body.readableBytesUInt8Span
        var edits = JSONEdits()
        if call.route.dialect != .gemini, call.model != model, let place = call.fields[CallFields.Index.model] {
            edits.replace(place, with: .string(model))
        }
        if let place = call.fields[CallFields.Index.kanmon] { edits.remove(place, from: bytes) }
        if call.route.dialect == .openAIChat, call.stream {
            withholdsUsage = try askForUsage(call, bytes, &edits)
        }
        others(&edits)
        if edits.isEmpty { return call.body }
        var out = ByteBuffer()
        out.reserveCapacity(edits.length(from: bytes.count))
        let start = call.body.readerIndex
        edits.forEachPiece(of: bytes.count) { range in
            if let slice = call.body.getSlice(at: start + range.lowerBound, length: range.count) {
                out.writeImmutableBuffer(slice)
            }
        } inserted: {
            out.writeBytes($0)
        }
        return out
    }

    /// Adds `stream_options.include_usage`.
    /// - Returns: whether the caller had not asked for it.
    private static func askForUsage(
        _ call: Call,
        _ bytes: Span<UInt8>,
        _ edits: inout JSONEdits
    ) throws(APIError) -> Bool {
        guard let options = call.fields[CallFields.Index.streamOptions] else {
            edits.insert("stream_options", ["include_usage": true], into: call.fields)
            return true
        }
        if options.isNull(in: bytes) {
            edits.replace(options, with: ["include_usage": true])
            return true
        }
        let nested = bytes.extracting(options.value)
        guard let fields = try? streamOptionFields.scan(nested) else {
            throw APIError(
                .invalidRequest,
                "The field 'stream_options' must be an object.",
                parameter: "stream_options"
            )
        }
        if fields.duplicate != nil {
            throw APIError(
                .invalidRequest,
                "The field 'include_usage' stands twice in 'stream_options'.",
                parameter: "stream_options"
            )
        }
        guard let place = fields[0] else {
            edits.insert("include_usage", true, into: fields, offset: options.value.lowerBound)
            return true
        }
        if place.bool(in: nested) == true { return false }
        let offset = options.value.lowerBound
        edits.replace(
            (place.value.lowerBound + offset)..<(place.value.upperBound + offset),
            with: JSONValue.bool(true).bytes
        )
        return true
    }

    /// The fields with another place in a trace.
    static func fields(
        _ fields: [(name: String, value: String)],
        with trace: TraceParent
    ) -> [(name: String, value: String)] {
        fields.filter { $0.name != "traceparent" } + [(name: "traceparent", value: trace.description)]
    }

    /// The provider it goes to.
    var provider: Provider { seat.provider }
    /// The target, as health and records know it.
    var target: TargetID { seat.id }

    /// The request as it goes out.
    /// - Parameters:
    ///   - credential: which of the provider's credentials it carries.
    ///   - part: the body, where it is one of several that make up the whole.
    ///   - trace: the place in a trace that the provider is told; `nil` for the caller's own, if it has named one.
    func upstreamRequest(
        stream: Bool,
        credential: Provider.Credential,
        part: ByteBuffer? = nil,
        trace: TraceParent? = nil
    ) -> UpstreamRequest {
        UpstreamRequest(
            target: path,
            headers: credential.headers,
            extraHeaders: trace.map { Self.fields(fields, with: $0) } ?? fields,
            body: part ?? body,
            firstByte: stream ? .whenMarked : .bodyByte
        )
    }
}
