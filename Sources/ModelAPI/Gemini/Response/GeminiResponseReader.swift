import JSONText

/// Reads a provider's whole answer.
enum GeminiResponseReader {
    /// Reads an answer.
    /// - Throws: `upstreamError` where it is not one.
    static func read(_ body: JSONValue) throws(APIError) -> ChatResponse {
        if let error = body["error"] { throw GeminiErrorReader.read(error) }
        guard body.object != nil else { throw unreadable }
        var response = ChatResponse(
            id: body["responseId"]?.string ?? "",
            model: body["modelVersion"]?.string ?? "",
            source: .gemini
        )
        response.created = body["createTime"]?.string.flatMap(GeminiTime.seconds)
        response.usage = body["usageMetadata"].flatMap(GeminiUsage.read)
        for (position, candidate) in (body["candidates"]?.array ?? []).enumerated() {
            let choice = try choice(candidate, position: position, responseID: response.id, &response.unmapped)
            response.choices.append(choice)
        }
        response.unmapped +=
            AnswerMembers.others(in: body, than: GeminiMembers.answer, at: "")
            + GeminiMembers.others(inFeedback: body["promptFeedback"], isReason: response.choices.isEmpty)
            + GeminiMembers.others(inUsage: body["usageMetadata"])
        if response.choices.isEmpty {
            guard let reason = body["promptFeedback"]?["blockReason"]?.string else { throw unreadable }
            response.choices = [Choice(stop: .contentFilter(reason))]
        }
        return response
    }

    /// What is said of an answer that makes no sense.
    static let unreadable = APIError(.upstreamError, "The provider's answer is not a Gemini answer.")

    private static func choice(
        _ candidate: JSONValue,
        position: Int,
        responseID: String,
        _ unmapped: inout [ChatResponse.UnmappedField]
    ) throws(APIError) -> Choice {
        guard candidate.object != nil else { throw unreadable }
        let index = candidate["index"]?.int ?? position
        guard (0..<GeminiStreamDecoder.mostChoices).contains(index) else { throw unreadable }
        var parts: [Part] = []
        var calls = 0
        let path = "candidates[\(index)]"
        for (position, value) in (candidate["content"]?["parts"]?.array ?? []).enumerated() {
            // Google's words for a wrong request are no words for a wrong answer.
            let place = "\(path).content.parts[\(position)]"
            guard let part = try? GeminiPart.read(answer: value, at: place, &unmapped) else { throw unreadable }
            switch part {
            case .text(let text, false, let signature):
                if !text.isEmpty || signature != nil { parts.append(.text(TextPart(text, signature: signature))) }
            case .text(let text, true, let signature):
                if !text.isEmpty || signature != nil { parts.append(.thinking(Thinking(text, signature: signature))) }
            case .media(let media): parts.append(media)
            case .foreign(let foreign): parts.append(.foreign(foreign))
            case .call(let call):
                guard let name = call.name else { throw unreadable }
                let id = call.id ?? GeminiCallID.mint(call: calls, choice: index, responseID: responseID)
                calls += 1
                parts.append(
                    .toolCall(ToolCall(id: id, name: name, arguments: call.arguments, signature: call.signature))
                )
            case .result: throw unreadable
            case .empty: continue
            }
        }
        let word = candidate["finishReason"]?.string ?? "STOP"
        let stop = GeminiFinishReason.read(word, hasCalls: calls > 0)
        let logprobs = candidate["logprobsResult"].flatMap(GeminiLogprobs.read)
        unmapped += AnswerMembers.others(in: candidate, than: GeminiMembers.candidate, at: path)
        unmapped += AnswerMembers.others(in: candidate["content"], than: GeminiMembers.content, at: "\(path).content")
        return Choice(index: index, parts: parts, stop: stop, logprobs: logprobs)
    }
}
