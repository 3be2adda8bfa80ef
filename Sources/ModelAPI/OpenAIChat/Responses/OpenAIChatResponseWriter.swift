import JSONText

/// Writes a whole Chat Completions answer.
enum OpenAIChatResponseWriter {
    /// Writes an answer.
    /// - Parameters:
    ///   - response: the answer.
    ///   - request: what was asked.
    static func write(_ response: ChatResponse, to request: ChatRequest) -> WrittenResponse {
        var losses = AnswerLosses(response)
        var object: JSONObject = [
            "id": .string(OpenAIChatID.answer(response.id)),
            "object": "chat.completion",
            "created": JSONValue(response.created ?? 0),
            "model": .string(response.model),
            "choices": .array(response.choices.map { write($0, request, &losses) }),
        ]
        object["usage"] = response.usage.map(OpenAIChatUsage.write)
        object["service_tier"] = response.serviceTier.map(JSONValue.string)
        object["system_fingerprint"] = response.systemFingerprint.map(JSONValue.string)
        losses.add(losses.names.counts(of: response.usage, cacheTimes: true))
        return losses.written(object, to: request)
    }

    private static func write(_ choice: Choice, _ request: ChatRequest, _ losses: inout AnswerLosses) -> JSONValue {
        let message = OpenAIChatMessage(choice, isLegacy: request.usesLegacyFunctions, losses: &losses)
        if OpenAIChatStop.losesDetail(of: choice.stop) {
            losses.add(losses.names.stop(choice.stop, of: choice.index))
        }
        return [
            "index": JSONValue(choice.index),
            "message": message.value,
            "logprobs": choice.logprobs ?? .null,
            "finish_reason": .string(
                OpenAIChatStop.write(
                    choice.stop,
                    hasCalls: message.hasCalls,
                    hasRefusal: message.hasRefusal,
                    isLegacy: request.usesLegacyFunctions
                )
            ),
        ]
    }
}
