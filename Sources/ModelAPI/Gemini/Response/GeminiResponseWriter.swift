import JSONText

/// Writes an answer for a client.
enum GeminiResponseWriter {
    /// Writes a whole answer.
    static func write(_ response: ChatResponse, to request: ChatRequest) -> WrittenResponse {
        var losses = AnswerLosses(response)
        var body: JSONObject = ["candidates": .array(response.choices.map { candidate($0, &losses) })]
        if let usage = response.usage { body.append("usageMetadata", GeminiUsage.write(usage)) }
        body.append("modelVersion", .string(response.model))
        body.append("responseId", .string(response.id))
        if let tier = response.serviceTier { losses.add(losses.names.serviceTier, .string(tier)) }
        if let fingerprint = response.systemFingerprint {
            losses.add(losses.names.systemFingerprint, .string(fingerprint))
        }
        losses.add(losses.names.counts(of: response.usage, cacheWrites: true))
        return losses.written(body, to: request)
    }

    private static func candidate(_ choice: Choice, _ losses: inout AnswerLosses) -> JSONValue {
        var malformed: String?
        var calls = 0
        var parts: [JSONValue] = []
        for value in choice.parts {
            if let part = part(value) {
                parts.append(part)
            } else {
                switch value {
                case .toolCall(let call):
                    malformed = call.name
                    losses.add(losses.names.call(calls, of: choice.index), .string(call.arguments))
                case .foreign(let part): losses.add(part)
                case .image(let media), .audio(let media), .document(let media): losses.add(media)
                case .text, .thinking, .redactedThinking, .refusal, .toolResult: break
                }
            }
            if case .toolCall = value { calls += 1 }
        }
        if GeminiFinishReason.losesDetail(of: choice.stop) {
            losses.add(losses.names.stop(choice.stop, of: choice.index))
        }
        var candidate: JSONObject = ["content": ["parts": .array(parts), "role": "model"]]
        finish(&candidate, choice.stop, malformedCall: malformed)
        candidate.append("index", JSONValue(choice.index))
        if let logprobs = choice.logprobs, let (result, average) = GeminiLogprobs.write(logprobs) {
            candidate.append("avgLogprobs", average)
            candidate.append("logprobsResult", result)
        }
        return .object(candidate)
    }

    /// Writes why a candidate ended.
    /// - Parameter malformedCall: the name of a call whose arguments this wire cannot carry, as they are no JSON object.
    static func finish(_ candidate: inout JSONObject, _ reason: StopReason, malformedCall: String?) {
        if let malformedCall {
            candidate.append("finishReason", "MALFORMED_FUNCTION_CALL")
            candidate.append("finishMessage", "The arguments of '\(malformedCall)' are not a JSON object.")
            return
        }
        let (word, message) = GeminiFinishReason.write(reason)
        candidate.append("finishReason", .string(word))
        if let message { candidate.append("finishMessage", .string(message)) }
    }

    /// Writes one part of an answer.
    /// - Returns: `nil` where this wire has no form for it: other dialects' own blocks, calls with malformed arguments.
    static func part(_ part: Part) -> JSONValue? {
        switch part {
        case .text(let text):
            return GeminiPartWriter.text(text.text, signature: text.signature?.text(on: .gemini))
        case .thinking(let thought):
            let signature = thought.signature?.text(on: .gemini)
            return GeminiPartWriter.text(thought.text, isThought: true, signature: signature)
        case .redactedThinking(let token):
            return GeminiPartWriter.text("", isThought: true, signature: GeminiToken.redacted(token))
        case .refusal(let words):
            return GeminiPartWriter.text(words)
        case .image(let media), .audio(let media), .document(let media):
            return GeminiMedia.write(media)
        case .toolCall(let call):
            return GeminiPartWriter.arguments(call.arguments).map { arguments in
                GeminiPartWriter.call(
                    id: GeminiCallID.isMinted(call.id) ? nil : call.id,
                    name: call.name,
                    arguments: arguments,
                    signature: call.signature?.text(on: .gemini)
                )
            }
        case .foreign(let foreign) where foreign.dialect == .gemini:
            return foreign.value
        case .foreign, .toolResult:
            return nil
        }
    }
}
